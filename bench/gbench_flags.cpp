// Reading Google Benchmark's flags.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
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

bool boolean_of(std::string_view argument, std::string_view value) {
  for (const std::string_view yes : {"true", "t", "1", "yes", "y", "on"}) {
    if (value == yes) return true;
  }
  for (const std::string_view no : {"false", "f", "0", "no", "n", "off"}) {
    if (value == no) return false;
  }
  throw UsageError(fmt::format("'{}': true or false is wanted", argument));
}

template <class Number>
Number number_of(std::string_view argument, std::string_view value) {
  Number number{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool finite = std::isfinite(static_cast<double>(number));
  if (error != std::errc{} || end != value.data() + value.size() || !(number > Number{}) ||
      !finite) {
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
    flags.list_tests = boolean_of(argument, *v);
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
    flags.random_order = boolean_of(argument, *order);
  } else if (const auto only = value_of(argument, "benchmark_report_aggregates_only")) {
    flags.aggregates_only = flags.display_aggregates_only = boolean_of(argument, *only);
  } else if (const auto shown = value_of(argument, "benchmark_display_aggregates_only")) {
    flags.display_aggregates_only = boolean_of(argument, *shown);
  } else if (auto warmup = value_of(argument, "benchmark_min_warmup_time")) {
    if (warmup->ends_with('s')) warmup->remove_suffix(1);
    flags.warmup_time_s = number_of<double>(argument, *warmup);
  } else {
    return false;
  }
  return true;
}

/// The library answers some mistakes with its help and exit code 0, so they do not get there.
void check_for_library(std::string_view argument) {
  if (const auto unit = value_of(argument, "benchmark_time_unit")) {
    if (*unit != "ns" && *unit != "us" && *unit != "ms" && *unit != "s") {
      throw UsageError(fmt::format("'{}': the units are ns, us, ms and s", argument));
    }
  } else if (const auto level = value_of(argument, "v")) {
    if (*level != "0") (void)number_of<unsigned>(argument, *level);
  } else if (const auto tabular = value_of(argument, "benchmark_counters_tabular")) {
    (void)boolean_of(argument, *tabular);
  } else if (const auto colour = value_of(argument, "benchmark_color")) {
    if (*colour != "auto") (void)boolean_of(argument, *colour);
  } else if (value_of(argument, "benchmark_perf_counters")) {
    throw UsageError("--benchmark_perf_counters would count the coordinator, which sleeps");
  }
}

}  // namespace

GbenchFlags take_gbench_flags(std::vector<std::string>& arguments) {
  GbenchFlags flags;
  std::vector<std::string> others;
  // The library keeps the first one's address for its reports.
  static char program[] = "ipcbench";
  std::vector<std::string> for_library;
  for (const std::string& argument : arguments) {
    if (!is_gbench_flag(argument)) {
      others.push_back(argument);
    } else if (!keep(flags, argument)) {
      check_for_library(argument);
      for_library.push_back(argument);
    }
  }
  std::vector<char*> argv = {program};
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
