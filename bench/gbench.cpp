// Driving Google Benchmark and replaying its reports.
#include "bench/gbench.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "bench/usage_error.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

using Run = benchmark::BenchmarkReporter::Run;
using Runs = std::vector<Run>;

/// Takes the reports and shows nothing.
class Collector : public benchmark::BenchmarkReporter {
 public:
  explicit Collector(std::map<std::string, Runs>& runs) : runs_(runs) {}
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const Runs& report) override {
    for (Run run : report) {
      // What the library appends to a name says nothing about a cell.
      run.run_name.iterations.clear();
      run.run_name.time_type.clear();
      runs_[run.run_name.function_name].push_back(run);
    }
  }

 private:
  std::map<std::string, Runs>& runs_;
};

/// JSONReporter with a context that is about our build: the library's own says how Debian compiled
/// the library, which times nothing here.
class JsonReporter : public benchmark::JSONReporter {
 public:
  bool ReportContext(const Context& context) override {
    std::ostream& out = GetOutputStream();
    std::ostringstream text;
    SetOutputStream(&text);
    const bool go_on = JSONReporter::ReportContext(context);
    SetOutputStream(&out);
    std::string written = text.str();
    const std::string wrong = R"("library_build_type": "debug")";
#ifdef NDEBUG
    if (const std::size_t at = written.find(wrong); at != std::string::npos) {
      written.replace(at, wrong.size(), R"("library_build_type": "release")");
    }
#endif
    out << written;
    return go_on;
  }
};

Run aggregate_of(const Runs& runs, const std::string& name, benchmark::StatisticUnit unit,
                 double (*statistic)(const std::vector<double>&)) {
  Run aggregate = runs.front();
  aggregate.run_type = Run::RT_Aggregate;
  aggregate.aggregate_name = name;
  aggregate.aggregate_unit = unit;
  aggregate.repetition_index = Run::no_repetition_index;
  aggregate.iterations = static_cast<benchmark::IterationCount>(runs.size());
  std::vector<double> times;
  for (const Run& run : runs) {
    times.push_back(run.real_accumulated_time / static_cast<double>(run.iterations));
  }
  // The reporter divides by the iterations, which for an aggregate are the repetitions.
  const double scale = unit == benchmark::kTime ? static_cast<double>(runs.size()) : 1;
  aggregate.real_accumulated_time = statistic(times) * scale;
  aggregate.cpu_accumulated_time = 0;
  for (auto& [key, counter] : aggregate.counters) {
    std::vector<double> values;
    for (const Run& run : runs) {
      if (const auto found = run.counters.find(key); found != run.counters.end()) {
        values.push_back(found->second.value);
      }
    }
    counter.value = statistic(values);
  }
  return aggregate;
}

double median_of(const std::vector<double>& values) {
  return median(values);
}

/// Google Benchmark 1.8 replaced one member by the other.
bool failed(const auto& run) {
  if constexpr (requires { run.error_occurred; }) {
    return run.error_occurred;
  } else {
    return static_cast<bool>(run.skipped);
  }
}

/// What Google Benchmark computes itself when it repeats a benchmark in one go.
void add_aggregates(Runs& runs) {
  Runs good;
  for (const Run& run : runs) {
    if (!failed(run)) good.push_back(run);
  }
  if (good.size() < 2) return;
  runs.push_back(aggregate_of(good, "mean", benchmark::kTime, mean));
  runs.push_back(aggregate_of(good, "median", benchmark::kTime, median_of));
  runs.push_back(aggregate_of(good, "stddev", benchmark::kTime, standard_deviation));
  runs.push_back(aggregate_of(good, "cv", benchmark::kPercentage, variation));
}

void drop_infinite_counters(Run& run) {
  std::erase_if(run.counters, [](const auto& entry) { return !std::isfinite(entry.second.value); });
}

std::unique_ptr<benchmark::BenchmarkReporter> reporter_for(const std::string& format) {
  if (format == "json") return std::make_unique<JsonReporter>();
  // Deprecated in the library, and still what its flag asks for.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  if (format == "csv") return std::make_unique<benchmark::CSVReporter>();
#pragma GCC diagnostic pop
  return std::make_unique<benchmark::ConsoleReporter>(benchmark::ConsoleReporter::OO_None);
}

}  // namespace

struct GbenchDriver::State {
  std::vector<std::string> names;
  std::map<std::string, Runs> runs;
  std::vector<std::size_t> unvisited = {};

  void register_cell(std::size_t cell, const Body& body) {
    const auto run = [this, cell, &body](benchmark::State& state) {
      for ([[maybe_unused]] const auto iteration : state) {
        const auto measured = body(cell);
        if (!measured) {
          state.SkipWithError(measured.error().reason.c_str());
          if (measured.error().run_is_over) unvisited.push_back(cell);
          break;
        }
        state.SetIterationTime(measured->seconds);
        for (const auto& [key, value] : measured->counters) state.counters[key] = value;
      }
    };
    // One iteration is one trial: how many messages it takes is the harness's business.
    benchmark::RegisterBenchmark(names[cell].c_str(), run)->UseManualTime()->Iterations(1);
  }
};

GbenchDriver::GbenchDriver(std::vector<std::string> names)
    : state_(std::make_unique<State>(State{.names = std::move(names), .runs = {}})) {}

GbenchDriver::~GbenchDriver() {
  benchmark::ClearRegisteredBenchmarks();
}

std::vector<std::size_t> GbenchDriver::selected() {
  std::vector<std::size_t> cells;
  benchmark::ClearRegisteredBenchmarks();
  for (std::size_t cell = 0; cell < state_->names.size(); ++cell) {
    // Without an iteration count and manual time, which the library would append to the name that
    // the filter sees.
    benchmark::RegisterBenchmark(state_->names[cell].c_str(), [&cells, cell](auto& state) {
      cells.push_back(cell);
      state.SkipWithError("only selected");
    });
  }
  std::map<std::string, Runs> nothing;
  Collector collector(nothing);
  std::ostringstream complaints;
  collector.SetErrorStream(&complaints);
  benchmark::RunSpecifiedBenchmarks(&collector);
  if (!cells.empty()) return cells;
  const std::string filter = benchmark::GetBenchmarkFilter();
  if (complaints.str().find("Could not compile") != std::string::npos) {
    throw UsageError(fmt::format("--benchmark_filter={}: no regular expression", filter));
  }
  throw UsageError(fmt::format(
      "no cell matches --benchmark_filter={} (see: ipcbench run --benchmark_list_tests)", filter));
}

void GbenchDriver::run_round(const std::vector<std::size_t>& cells, const Body& body) {
  if (cells.empty()) return;
  benchmark::ClearRegisteredBenchmarks();
  for (const std::size_t cell : cells) state_->register_cell(cell, body);
  Collector collector(state_->runs);
  // "." and not the user's filter, which these cells have passed.
  benchmark::RunSpecifiedBenchmarks(&collector, ".");
  for (const std::size_t cell : std::exchange(state_->unvisited, {})) {
    Runs& runs = state_->runs[state_->names[cell]];
    if (runs.size() > 1) runs.pop_back();
  }
}

std::string GbenchDriver::report(const std::string& format, bool aggregates_only) const {
  std::ostringstream text;
  const auto reporter = reporter_for(format);
  reporter->SetOutputStream(&text);
  reporter->SetErrorStream(&text);
  benchmark::BenchmarkReporter::Context context;
  for (const std::string& name : state_->names) {
    context.name_field_width = std::max(context.name_field_width, name.size() + 20);
  }
  // The console's context is a warning about the library's build, see above.
  if (format != "console") reporter->ReportContext(context);
  for (std::size_t cell = 0; cell < state_->names.size(); ++cell) {
    const auto found = state_->runs.find(state_->names[cell]);
    if (found == state_->runs.end()) continue;
    Runs runs = found->second;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      runs[i].family_index = static_cast<std::int64_t>(cell);
      runs[i].per_family_instance_index = 0;
      runs[i].repetition_index = static_cast<std::int64_t>(i);
      runs[i].repetitions = static_cast<std::int64_t>(runs.size());
    }
    add_aggregates(runs);
    if (aggregates_only && runs.size() > 1) {
      std::erase_if(runs, [](const Run& run) { return run.run_type == Run::RT_Iteration; });
    }
    for (Run& run : runs) {
      drop_infinite_counters(run);
      // The CSV reporter wants the same counters in every line, or it aborts.
      if (format == "csv") run.counters.clear();
    }
    reporter->ReportRuns(runs);
  }
  reporter->Finalize();
  return text.str();
}

}  // namespace ipcbench
