// Reading Google Benchmark's flags.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

#include "bench/gbench.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

bool is_gbench_flag(std::string_view argument) {
  return argument.starts_with("--benchmark_") || argument.starts_with("--v=");
}

/// The value of `--name=value`, or "true" for a bare `--name`.
std::optional<std::string_view> value_of(std::string_view argument, std::string_view name) {
  if (!argument.starts_with("--") || !argument.substr(2).starts_with(name)) return {};
  argument.remove_prefix(2 + name.size());
  if (argument.empty()) return "true";
  if (argument.front() != '=') return {};
  return argument.substr(1);
}

bool is_true(std::string_view value) {
  return value != "false" && value != "0" && value != "no" && value != "off" && value != "f";
}

template <class Number>
Number number_of(std::string_view argument, std::string_view value) {
  Number number{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || !(number > Number{})) {
    throw UsageError(fmt::format("'{}': a positive number is wanted", argument));
  }
  return number;
}

std::string format_of(std::string_view argument, std::string_view value) {
  if (value == "json" || value == "csv" || value == "console") return std::string(value);
  throw UsageError(fmt::format("'{}': the formats are json, csv and console", argument));
}

/// Keeps the flag if it is one that we carry out ourselves.
bool keep(GbenchFlags& flags, std::string_view argument) {
  if (const auto v = value_of(argument, "benchmark_list_tests")) {
    flags.list_tests = is_true(*v);
  } else if (const auto out = value_of(argument, "benchmark_out")) {
    if (out->empty() || *out == "true") {
      throw UsageError("'--benchmark_out' wants a file: --benchmark_out=FILE");
    }
    flags.out = *out;
  } else if (const auto out_format = value_of(argument, "benchmark_out_format")) {
    flags.out_format = format_of(argument, *out_format);
  } else if (const auto format = value_of(argument, "benchmark_format")) {
    flags.format = format_of(argument, *format);
  } else if (const auto repetitions = value_of(argument, "benchmark_repetitions")) {
    flags.repetitions = number_of<unsigned>(argument, *repetitions);
  } else if (auto time = value_of(argument, "benchmark_min_time")) {
    if (time->ends_with('s')) time->remove_suffix(1);
    flags.min_time_s = number_of<double>(argument, *time);
  } else if (const auto order = value_of(argument, "benchmark_enable_random_interleaving")) {
    flags.random_order = is_true(*order);
  } else if (const auto only = value_of(argument, "benchmark_report_aggregates_only")) {
    flags.aggregates_only = is_true(*only);
  } else if (const auto shown = value_of(argument, "benchmark_display_aggregates_only")) {
    flags.aggregates_only = is_true(*shown);
  } else {
    return false;
  }
  return true;
}

}  // namespace

GbenchFlags take_gbench_flags(std::vector<std::string>& arguments) {
  GbenchFlags flags;
  std::vector<std::string> others;
  std::vector<std::string> for_library = {"ipcbench"};
  for (const std::string& argument : arguments) {
    if (!is_gbench_flag(argument)) {
      others.push_back(argument);
    } else if (!keep(flags, argument)) {
      for_library.push_back(argument);
    }
  }
  std::vector<char*> argv;
  for (std::string& argument : for_library) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  benchmark::Initialize(&argc, argv.data());
  if (argc > 1) {
    throw UsageError(
        fmt::format("'{}' is no flag of Google Benchmark, or not with this value", argv[1]));
  }
  arguments = std::move(others);
  return flags;
}

}  // namespace ipcbench
