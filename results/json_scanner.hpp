// Reading a JSON text from its beginning to its end, strictly: RFC 8259, and nothing besides.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "base/plain_text.hpp"

namespace ipcbench {

/// Tells a sink what comes, in order. The sink has `null`, `boolean`, `number`, `string`, `key`,
/// `open_object`, `open_array` and `close`; what one of them answers is whether to go on. It limits
/// the depth, too: `open_...` must refuse some day.
template <class Sink>
class JsonScanner {
 public:
  JsonScanner(std::string_view text, Sink& sink)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), sink_(sink) {}

  /// Whether the text is one value and the sink took all of it. If it is not, `mistake` says why.
  [[nodiscard]] bool scan() {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (rest().starts_with(byte_order_mark)) at_ += byte_order_mark.size();
    if (!value()) return false;
    skip_blanks();
    return at_ == end_ || wrong();
  }

  enum class Mistake { none, no_json, ends_early, too_large };
  /// What is wrong with the text; `none` where it was the sink that refused.
  [[nodiscard]] Mistake mistake() const { return mistake_; }
  /// The first byte that is wrong, counted from 1.
  [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(at_ - begin_) + 1; }

 private:
  [[nodiscard]] std::string_view rest() const { return {at_, end_}; }
  [[nodiscard]] bool is_at(char c) const { return at_ != end_ && *at_ == c; }

  bool wrong() {
    mistake_ = at_ == end_ ? Mistake::ends_early : Mistake::no_json;
    return false;
  }

  void skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }

  /// Passes over the character that has to be here, and the blanks around it.
  bool passed(char c) {
    skip_blanks();
    if (!is_at(c)) return false;
    ++at_;
    skip_blanks();
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): the sink limits the depth
  bool value() {
    skip_blanks();
    if (at_ == end_) return wrong();
    switch (*at_) {
      case '{':
        return sink_.open_object() && members();
      case '[':
        return sink_.open_array() && elements();
      case '"':
        return text() && sink_.string(text_);
      case 't':
        return word("true") && sink_.boolean(true);
      case 'f':
        return word("false") && sink_.boolean(false);
      case 'n':
        return word("null") && sink_.null();
      default:
        return number();
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as in value()
  bool members() {
    ++at_;
    if (passed('}')) return sink_.close();
    do {
      if (!is_at('"')) return wrong();
      if (!text() || !sink_.key(text_)) return false;
      if (!passed(':')) return wrong();
      if (!value()) return false;
    } while (passed(','));
    return passed('}') ? sink_.close() : wrong();
  }

  // NOLINTNEXTLINE(misc-no-recursion): as in value()
  bool elements() {
    ++at_;
    if (passed(']')) return sink_.close();
    do {
      if (!value()) return false;
    } while (passed(','));
    return passed(']') ? sink_.close() : wrong();
  }

  bool word(std::string_view wanted) {
    for (const char c : wanted) {
      if (!is_at(c)) return wrong();
      ++at_;
    }
    return true;
  }

  bool pass_digits() {
    const char* const first = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    return at_ != first || wrong();
  }

  bool number() {
    const char* const first = at_;
    if (is_at('-')) ++at_;
    // No digit may follow a zero, so it ends the whole part.
    if (is_at('0')) {
      ++at_;
    } else if (!pass_digits()) {
      return false;
    }
    bool is_whole = true;
    if (is_at('.')) {
      is_whole = false;
      ++at_;
      if (!pass_digits()) return false;
    }
    if (is_at('e') || is_at('E')) {
      is_whole = false;
      ++at_;
      if (is_at('+') || is_at('-')) ++at_;
      if (!pass_digits()) return false;
    }
    if (is_whole && *first != '-') {
      if (std::uint64_t whole = 0; is_read(first, whole)) return sink_.number(whole);
    } else if (is_whole) {
      if (std::int64_t whole = 0; is_read(first, whole)) return sink_.number(whole);
    }
    double fraction = 0;
    if (is_read(first, fraction)) return sink_.number(fraction);
    // Too large or too small; only strtod(3) tells which.
    fraction = std::strtod(std::string(first, at_).c_str(), nullptr);
    if (fraction < 1 && fraction > -1) return sink_.number(fraction);
    mistake_ = Mistake::too_large;
    return false;
  }

  template <class Number>
  [[nodiscard]] bool is_read(const char* first, Number& number) const {
    return std::from_chars(first, at_, number).ec == std::errc{};
  }

  /// A string, into `text_`.
  bool text() {
    const char* const quote = at_++;
    text_.clear();
    bool is_ascii = true;
    for (;;) {
      const char* const first = at_;
      while (at_ != end_ && *at_ != '"' && *at_ != '\\' &&
             static_cast<unsigned char>(*at_) >= ' ') {
        is_ascii = is_ascii && static_cast<unsigned char>(*at_) < 0x80;
        ++at_;
      }
      text_.append(first, at_);
      if (!is_at('\\')) break;
      ++at_;
      if (!escape()) return false;
    }
    if (!is_at('"')) return wrong();
    ++at_;
    if (is_ascii || is_utf8(text_)) return true;
    at_ = quote;
    return wrong();
  }

  /// What follows a backslash.
  bool escape() {
    if (at_ == end_) return wrong();
    constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t which = letters.find(*at_); which != std::string_view::npos) {
      text_ += meanings[which];
      ++at_;
      return true;
    }
    if (*at_ != 'u') return wrong();
    ++at_;
    std::uint32_t code = 0;
    if (!four_digits(code)) return false;
    const auto is_surrogate = [](std::uint32_t half, std::uint32_t first) {
      return half >= first && half < first + 0x400;
    };
    if (is_surrogate(code, 0xdc00)) return wrong();
    if (is_surrogate(code, 0xd800)) {
      std::uint32_t low = 0;
      if (!word("\\u") || !four_digits(low)) return false;
      if (!is_surrogate(low, 0xdc00)) return wrong();
      code = 0x10000 + ((code - 0xd800) << 10U) + (low - 0xdc00);
    }
    append_utf8(text_, code);
    return true;
  }

  bool four_digits(std::uint32_t& code) {
    for (int i = 0; i < 4; ++i) {
      if (at_ == end_) return wrong();
      std::uint32_t digit = 0;
      if (std::from_chars(at_, at_ + 1, digit, 16).ec != std::errc{}) return wrong();
      code = code * 16 + digit;
      ++at_;
    }
    return true;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  Sink& sink_;
  std::string text_;
  Mistake mistake_ = Mistake::none;
};

}  // namespace ipcbench
