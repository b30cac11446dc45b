// Writing and reading lines.
#include "harness/arm_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

/// More keys than any line has: a line of them must not cost time.
constexpr std::size_t most_values = 128;

template <class... Parts>
std::unexpected<std::string> wrong(fmt::format_string<Parts...> format, Parts&&... parts) {
  return std::unexpected(fmt::format(format, std::forward<Parts>(parts)...));
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_visible_ascii(char c) {
  return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
  });
}

/// Whose rest is a text.
bool speaks_to_people(std::string_view word) {
  return word == "error" || word == "unsupported";
}

std::string encoded(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (is_visible_ascii(c) && c != '%') {
      text += c;
    } else {
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      value += text[i];
      continue;
    }
    const std::string_view digits = text.substr(i + 1, 2);
    unsigned byte = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc{} || end != digits.data() + 2) return {};
    value += static_cast<char>(byte);
    i += 2;
  }
  return value;
}

/// What a text is when it has been on a line.
std::string as_rest_of_line(std::string_view text, std::size_t most) {
  std::string rest = printable(text);
  rest.resize(bytes_that_fit(rest, most));
  rest.erase(rest.find_last_not_of(' ') + 1);
  rest.erase(0, std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

std::expected<void, std::string> add_value(ArmLine& line, std::string_view word) {
  const std::size_t equals = word.find('=');
  const std::string_view key = word.substr(0, equals);
  if (equals == std::string_view::npos || !is_name(key)) {
    return wrong("'{}' is no key=value", plain_line(word, 60));
  }
  if (line.find(key)) return wrong("'{}' twice", plain_line(key, 60));
  if (line.values.size() == most_values) return wrong("more than {} keys", most_values);
  auto value = decoded(word.substr(equals + 1));
  if (!value) return wrong("a '%' of '{}' is not followed by two hex digits", plain_line(key, 60));
  line.values.emplace_back(key, std::move(*value));
  return {};
}

template <class Number>
std::expected<Number, std::string> number_in(const ArmLine& line, std::string_view key) {
  const auto text = line.find(key);
  if (!text) return wrong("'{}' has no {}", line.word, key);
  Number number{};
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) {
    return wrong("{} is '{}', which is no number that it can be", key, plain_line(*text, 40));
  }
  return number;
}

}  // namespace

std::optional<std::string_view> ArmLine::find(std::string_view key) const {
  const auto found = std::ranges::find(values, key, &std::pair<std::string, std::string>::first);
  if (found == values.end()) return {};
  return found->second;
}

std::string to_text(const ArmLine& line) {
  std::string text = line.word;
  if (speaks_to_people(line.word)) {
    const std::string rest = as_rest_of_line(line.text, longest_arm_line - text.size() - 1);
    return rest.empty() ? text : text + " " + rest;
  }
  for (const auto& [key, value] : line.values) text += fmt::format(" {}={}", key, encoded(value));
  return text;
}

std::expected<ArmLine, std::string> parse_arm_line(std::string_view text) {
  if (text.empty()) return wrong("an empty line");
  if (text.size() > longest_arm_line) return wrong("longer than {} bytes", longest_arm_line);
  if (std::ranges::any_of(text, is_control)) return wrong("a control character");
  const std::size_t space = text.find(' ');
  ArmLine line{.word = std::string(text.substr(0, space))};
  if (!is_name(line.word)) return wrong("it does not begin with a word");
  std::string_view rest = space == std::string_view::npos ? "" : text.substr(space + 1);
  if (speaks_to_people(line.word)) {
    line.text = as_rest_of_line(rest, rest.size());
    return line;
  }
  if (space != std::string_view::npos && rest.empty()) return wrong("a space at its end");
  while (!rest.empty()) {
    const std::size_t end = rest.find(' ');
    if (const auto added = add_value(line, rest.substr(0, end)); !added) {
      return std::unexpected(added.error());
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
    if (rest.empty()) return wrong("a space at its end");
  }
  return line;
}

std::string fitting(std::string_view value, std::size_t most_bytes) {
  constexpr std::string_view cut = "...";
  if (encoded(value).size() <= most_bytes) return std::string(value);
  std::string text;
  std::size_t bytes = cut.size();
  for (const char c : value) {
    bytes += encoded({&c, 1}).size();
    if (bytes > most_bytes) break;
    text += c;
  }
  return text.append(cut, 0, most_bytes);
}

std::expected<std::uint64_t, std::string> count_in(const ArmLine& line, std::string_view key) {
  return number_in<std::uint64_t>(line, key);
}

std::expected<double, std::string> amount_in(const ArmLine& line, std::string_view key) {
  const auto amount = number_in<double>(line, key);
  if (amount && !(std::isfinite(*amount) && *amount >= 0)) {
    return wrong("{} is {}, which no amount is", key, *amount);
  }
  return amount;
}

}  // namespace ipcbench
