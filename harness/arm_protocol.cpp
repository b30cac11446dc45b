// Writing and reading the lines between a controller and its arms.
#include "harness/arm_protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

namespace ipcbench {

namespace {

constexpr std::string_view setting_prefix = "set.";
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
  std::string rest(text.substr(0, most));
  std::ranges::replace_if(rest, is_control, ' ');
  rest.erase(rest.find_last_not_of(' ') + 1);
  rest.erase(0, std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

std::expected<void, std::string> add_value(ArmLine& line, std::string_view word) {
  const std::size_t equals = word.find('=');
  const std::string_view key = word.substr(0, equals);
  if (equals == std::string_view::npos || !is_name(key)) {
    return wrong("'{}' is no key=value", legible(word, 60));
  }
  if (line.find(key)) return wrong("'{}' twice", legible(key, 60));
  if (line.values.size() == most_values) return wrong("more than {} keys", most_values);
  auto value = decoded(word.substr(equals + 1));
  if (!value) return wrong("a '%' of '{}' is not followed by two hex digits", legible(key, 60));
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
    return wrong("{} is '{}', which is no number that it can be", key, legible(*text, 40));
  }
  return number;
}

std::expected<std::optional<int>, std::string> cpu_in(const ArmLine& line, std::string_view key) {
  if (!line.find(key)) return std::nullopt;
  const auto cpu = count_in(line, key);
  if (!cpu) return std::unexpected(cpu.error());
  if (*cpu > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
    return wrong("no cpu is called {}", *cpu);
  }
  return static_cast<int>(*cpu);
}

std::expected<Pattern, std::string> pattern_in(const ArmLine& line) {
  const auto text = line.find("pattern");
  if (!text) return wrong("'{}' has no pattern", line.word);
  for (const Pattern pattern : {Pattern::round_trip, Pattern::stream}) {
    if (*text == name_of(pattern)) return pattern;
  }
  return wrong("no pattern '{}'", legible(*text, 40));
}

struct CountOfSlice {
  std::string_view key;
  std::uint64_t SliceFigures::* member;
};
constexpr CountOfSlice counts_of_slice[] = {
    {"messages", &SliceFigures::messages},
    {"received", &SliceFigures::received},
    {"voluntary_switches", &SliceFigures::voluntary_switches},
    {"involuntary_switches", &SliceFigures::involuntary_switches},
    {"faults", &SliceFigures::faults}};

struct TimeOfSlice {
  std::string_view key;
  double SliceFigures::* member;
};
constexpr TimeOfSlice times_of_slice[] = {
    {"elapsed_ns", &SliceFigures::elapsed_ns}, {"p50_ns", &SliceFigures::p50_ns},
    {"p90_ns", &SliceFigures::p90_ns},         {"p99_ns", &SliceFigures::p99_ns},
    {"mean_ns", &SliceFigures::mean_ns},       {"cpu_ns", &SliceFigures::cpu_ns}};

/// Keys that an arm may leave out.
constexpr CountOfSlice more_counts[] = {{"moved", &SliceFigures::moved},
                                        {"pooled_messages", &SliceFigures::pooled_messages}};
constexpr TimeOfSlice more_times[] = {{"pooled_p99_ns", &SliceFigures::pooled_p99_ns}};

template <std::size_t counts, std::size_t times>
void append_values(std::vector<std::pair<std::string, std::string>>& values,
                   const SliceFigures& slice, const CountOfSlice (&count_keys)[counts],
                   const TimeOfSlice (&time_keys)[times]) {
  for (const auto& [key, member] : count_keys) {
    values.emplace_back(key, fmt::format("{}", slice.*member));
  }
  // The shortest text that reads back as the same number.
  for (const auto& [key, member] : time_keys) {
    values.emplace_back(key, fmt::format("{}", slice.*member));
  }
}

enum class Missing { wrong, allowed };

template <std::size_t counts, std::size_t times>
std::expected<void, std::string> read_values(SliceFigures& slice, const ArmLine& line,
                                             const CountOfSlice (&count_keys)[counts],
                                             const TimeOfSlice (&time_keys)[times],
                                             Missing missing) {
  for (const auto& [key, member] : count_keys) {
    if (missing == Missing::allowed && !line.find(key)) continue;
    const auto count = count_in(line, key);
    if (!count) return std::unexpected(count.error());
    slice.*member = *count;
  }
  for (const auto& [key, member] : time_keys) {
    if (missing == Missing::allowed && !line.find(key)) continue;
    const auto amount = amount_in(line, key);
    if (!amount) return std::unexpected(amount.error());
    slice.*member = *amount;
  }
  return {};
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

std::string legible(std::string_view text, std::size_t most) {
  std::string shown;
  for (const char c : text.substr(0, most)) {
    shown += is_control(c) ? ' ' : static_cast<unsigned char>(c) < 0x80 ? c : '?';
  }
  if (text.size() > most) shown += "...";
  return shown;
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

std::vector<std::pair<std::string, std::string>> values_of(const SliceFigures& slice) {
  std::vector<std::pair<std::string, std::string>> values;
  append_values(values, slice, counts_of_slice, times_of_slice);
  append_values(values, slice, more_counts, more_times);
  return values;
}

std::expected<SliceFigures, std::string> slice_of(const ArmLine& line) {
  SliceFigures slice;
  if (auto read = read_values(slice, line, counts_of_slice, times_of_slice, Missing::wrong); !read)
    return std::unexpected(read.error());
  if (auto read = read_values(slice, line, more_counts, more_times, Missing::allowed); !read)
    return std::unexpected(read.error());
  if (slice.received > slice.messages) {
    return wrong("{} of {} messages received", slice.received, slice.messages);
  }
  return slice;
}

ArmLine open_line(const Cell& cell, const Cpus& cpus) {
  ArmLine line{.word = "open",
               .values = {{"pattern", std::string(name_of(cell.pattern))},
                          {"mechanism", cell.mechanism},
                          {"size", fmt::format("{}", cell.message_bytes)}}};
  if (cpus.client) line.values.emplace_back("client", fmt::format("{}", *cpus.client));
  if (cpus.server) line.values.emplace_back("server", fmt::format("{}", *cpus.server));
  for (const auto& [name, value] : cell.settings.all()) {
    line.values.emplace_back(fmt::format("{}{}", setting_prefix, name), value);
  }
  return line;
}

std::expected<OpenRequest, std::string> open_request_of(const ArmLine& line) {
  const auto pattern = pattern_in(line);
  if (!pattern) return std::unexpected(pattern.error());
  const auto mechanism = line.find("mechanism");
  if (!mechanism) return wrong("'{}' has no mechanism", line.word);
  const auto size = count_in(line, "size");
  if (!size) return std::unexpected(size.error());
  const auto client = cpu_in(line, "client");
  if (!client) return std::unexpected(client.error());
  const auto server = cpu_in(line, "server");
  if (!server) return std::unexpected(server.error());
  OpenRequest request{.cell = {.pattern = *pattern,
                               .mechanism = std::string(*mechanism),
                               .message_bytes = *size,
                               .placement = {}},
                      .cpus = {.client = *client, .server = *server}};
  for (const auto& [key, value] : line.values) {
    if (!key.starts_with(setting_prefix)) continue;
    request.cell.settings.set(std::string_view(key).substr(setting_prefix.size()), value);
  }
  return request;
}

}  // namespace ipcbench
