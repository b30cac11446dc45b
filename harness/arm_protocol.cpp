// Slices and cells to lines and back.
#include "harness/arm_protocol.hpp"

#include <fmt/format.h>

#include <limits>

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

constexpr std::string_view setting_prefix = "set.";

template <class... Parts>
std::unexpected<std::string> wrong(fmt::format_string<Parts...> format, Parts&&... parts) {
  return std::unexpected(fmt::format(format, std::forward<Parts>(parts)...));
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
  return wrong("no pattern '{}'", plain_line(*text, 40));
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
