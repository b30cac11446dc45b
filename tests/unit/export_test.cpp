// What is made of a result: exports, tables of a metric, several runs side by side.
#include <gtest/gtest.h>

#include "bench/result_selection.hpp"
#include "bench/usage_error.hpp"
#include "plots/comparison.hpp"
#include "plots/footnotes.hpp"
#include "plots/markdown.hpp"
#include "plots/metric_table.hpp"
#include "results/disturbance.hpp"
#include "results/events.hpp"
#include "results/gbench_json.hpp"
#include "results/openmetrics.hpp"
#include "tests/unit/made_up_runs.hpp"
#include "transports/pipe.hpp"
#include "transports/tcp.hpp"
#include "transports/udp.hpp"

namespace ipcbench {
namespace {

CellResult cell(const Descriptor& descriptor, Pattern pattern, std::size_t bytes) {
  return {.cell = {.pattern = pattern,
                   .mechanism = std::string(descriptor.name),
                   .message_bytes = bytes,
                   .placement = {}},
          .mechanism = MechanismInfo::of(descriptor),
          .cpus = Cpus{.client = 0, .server = 1},
          .status = CellStatus::ok,
          .reason = {}};
}

/// Six trials of which one is not counted would be five; so seven, the first one far off.
CellResult measured(const Descriptor& descriptor, std::size_t bytes, std::uint64_t ns) {
  CellResult result = cell(descriptor, Pattern::round_trip, bytes);
  for (std::uint64_t round = 0; round < 7; ++round) {
    Trial trial;
    const std::uint64_t each = round == 0 ? ns * 50 : ns + round;
    for (int i = 0; i < 2'000; ++i) trial.round_trips.record(each);
    trial.slices = {
        {.sent = 2'000, .received = 2'000, .elapsed_ns = static_cast<std::int64_t>(2'000 * each)}};
    trial.client.cpu_ns = 1'000'000;
    trial.server.cpu_ns = 3'000'000;
    trial.usage_messages = 4'000;
    trial.weather.distance_before_ns = trial.weather.distance_after_ns = round == 0 ? 500 : 100;
    result.trials.push_back(TrialRecord::of(trial, round));
    result.trials.back().regime = round == 0 ? Regime::far : Regime::near;
    result.trials.back().counted = round != 0;
  }
  return result;
}

RunResult example() {
  RunResult run;
  run.started_at = "2026-11-21T05:25:34Z";
  run.environment = {{"host", "vm"}, {"cpu", "X"}, {"kernel", "6.1 a"}, {"ipcbench", "0.1.0"}};
  run.complete = true;
  run.regimes = {{.placement = "cross",
                  .boundary_ns = 250,
                  .near_ns = 100,
                  .far_ns = 500,
                  .shown = Regime::near}};
  run.cells = {measured(Tcp::descriptor, 64, 90), measured(Tcp::descriptor, 4096, 95),
               measured(Pipe::descriptor, 64, 60), measured(Pipe::descriptor, 4096, 110)};
  CellResult skipped = cell(Udp::descriptor, Pattern::stream, 65'536);
  skipped.status = CellStatus::skipped;
  skipped.reason = "above a \"limit\" | of <some> kind";
  run.cells.push_back(skipped);
  return run;
}

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; ++at) ++found;
  return found;
}

bool has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

TEST(GbenchExport, HasARepetitionForEachTrialThatCounts) {
  const std::string json = to_gbench_json(example());
  EXPECT_EQ(count_of(json, R"("name": "round_trip/pipe/64/cross",)"), 6) << json;
  EXPECT_EQ(count_of(json, R"("repetitions": 6)"), 4 * (6 + 4));
  EXPECT_EQ(count_of(json, R"("aggregate_name": "median")"), 4);
  // Both sides: 4 ms for 4,000 messages, a round trip is two.
  EXPECT_TRUE(has(json, R"("cpu_time": 2000.0)")) << json;
  EXPECT_TRUE(has(json, R"x("label": "near (100 ns)")x"));
}

TEST(GbenchExport, SaysWhyACellHasNoFigures) {
  const std::string json = to_gbench_json(example());
  EXPECT_EQ(count_of(json, R"("error_occurred": true)"), 1);
  EXPECT_TRUE(has(json, R"("error_message": "skipped: above a \"limit\")"));
}

TEST(OpenMetrics, IsInBaseUnitsAndNamesTheRegime) {
  const std::string text = to_openmetrics(example());
  const std::string labels =
      R"({pattern="round_trip",mechanism="pipe",size_bytes="64",placement="cross",regime="near"})";
  EXPECT_TRUE(has(text, "ipcbench_rtt_p50_seconds" + labels + " 6.35e-08\n")) << text;
  EXPECT_TRUE(has(text, "ipcbench_rtt_p50_ci95_low_seconds" + labels + " 6.1e-08\n")) << text;
  EXPECT_TRUE(has(text, "ipcbench_cpu_per_message_seconds" + labels + " 1e-06\n"));
  EXPECT_TRUE(has(text, "# UNIT ipcbench_rtt_p50_seconds seconds\n"));
  EXPECT_TRUE(has(text, R"(reason="above a \"limit\" | of <some> kind"} 0)"));
  EXPECT_TRUE(text.ends_with("\n# EOF\n"));
}

TEST(OpenMetrics, SaysOfEveryMetricWhatItIs) {
  RunResult run = example();
  for (CellResult& cell : run.cells) {
    cell.syscalls = 2;
    for (TrialRecord& trial : cell.trials)
      trial.counters = Counters{.messages = 10, .kernel = true};
    if (!cell.trials.empty()) cell.mechanism.delivery = Delivery::may_drop;
  }
  run.cells.push_back(run.cells[0]);
  run.cells.back().cell.pattern = Pattern::stream;
  run.cells.push_back(run.cells[2]);
  run.cells.back().trials.back().counters->kernel = false;
  const std::string text = to_openmetrics(run);
  EXPECT_FALSE(has(text, " \n")) << text;
  EXPECT_TRUE(
      has(text, "# HELP ipcbench_rtt_min_seconds The shortest round trip of all trials.\n"));
  EXPECT_TRUE(has(text, "# HELP ipcbench_rtt_max_seconds The longest round trip of all trials.\n"));
  EXPECT_TRUE(has(text,
                  "# HELP ipcbench_syscalls_per_message System calls of both sides for a "
                  "message, counted once"));
  EXPECT_TRUE(has(text, "median over the trials.\n"));
  EXPECT_TRUE(has(text, "# HELP ipcbench_user_cycles_per_message CPU cycles"));
  EXPECT_TRUE(has(text, "# HELP ipcbench_cycles_per_message CPU cycles"));
}

TEST(Markdown, HasATableAPatternAndEscapesMarkup) {
  const std::string text = to_markdown(example());
  EXPECT_TRUE(
      has(text, "### Round trip in µs (lower is better), cross (cpus 0, 1), near (100 ns)\n"))
      << text;
  EXPECT_TRUE(has(text, "| pipe | 0.064 ±4% | 0.064 | 1.00 |")) << text;
  EXPECT_TRUE(has(text, R"(above a "limit" \| of \<some\> kind)"));
}

TEST(MetricTable, ShowsValueAndInterval) {
  const std::string text = metric_tables(example(), "rtt_p90", 80);
  EXPECT_TRUE(has(text, "round_trip rtt_p90 in us, cross (cpus 0, 1), lower is better\n"));
  EXPECT_TRUE(has(text, "pipe                   0.064    0.061 .. 0.066")) << text;
  EXPECT_FALSE(has(text, "stream"));
}

TEST(Footnotes, SayOfEachPlacementWhatWasLost) {
  RunMaker make(1);
  RunResult run = make.run(0);
  for (const PlacementKind kind : {PlacementKind::same, PlacementKind::cross}) {
    for (const std::size_t bytes : {64U, 4096U}) {
      CellResult cell = make.cell(1, {.pattern = Pattern::stream});
      cell.mechanism.delivery = Delivery::may_drop;
      cell.cell.placement.kind = kind;
      cell.cell.message_bytes = bytes;
      for (TrialRecord& trial : cell.trials) {
        trial.slices.front().received = kind == PlacementKind::same ? 500 : 1'000;
      }
      run.cells.push_back(std::move(cell));
    }
  }
  const std::string text = footnotes(run, 80);
  EXPECT_TRUE(has(text, "\nlost by m1, same: 50.0% at 64 B, 50.0% at 4 KiB\n")) << text;
  EXPECT_TRUE(has(text, "\nlost by m1, cross: 0.0% at 64 B, 0.0% at 4 KiB\n")) << text;
}

/// Six cells and the control cell, of all but one of which others used half of CPU 0.
RunResult crowded_run() {
  RunMaker make(1);
  RunResult run = make.run(0);
  const auto watch = [](CellResult& cell, std::int64_t others_ns) {
    for (TrialRecord& trial : cell.trials) {
      trial.weather.cpus = {{.cpu = 0,
                             .watched_ns = 20'000'000,
                             .idle_ns = 10'000'000 - others_ns,
                             .stolen_ns = 0,
                             .programs_ns = 10'000'000 + others_ns,
                             .ours_ns = 10'000'000}};
    }
  };
  watch(*run.control, 10'000'000);
  for (int number = 0; number < 6; ++number) {
    run.cells.push_back(make.cell(number, {}));
    watch(run.cells.back(), number == 0 ? 0 : 10'000'000);
  }
  judge_noise(run);
  return run;
}

TEST(Footnotes, TellOfCompanyOnceAndNotCellByCell) {
  const std::string text = footnotes(crowded_run(), 80);
  EXPECT_TRUE(has(text,
                  "\nother programs used 43 % of cpu 0: 5 of 6 cells are noisy for that; "
                  "stop them\n"))
      << text;
  EXPECT_TRUE(has(text, "the control cell is noisy, too: other programs used 50 % of cpu 0\n"))
      << text;
  EXPECT_FALSE(has(text, "m1 at 64 B")) << text;
}

TEST(Footnotes, TellOfCompanyThatCameForAWhile) {
  RunResult run = crowded_run();
  run.company.clear();
  EXPECT_TRUE(
      has(footnotes(run, 80), "\nother programs used the CPUs for a part of the run: 5 of 6"))
      << footnotes(run, 80);
  for (CellResult& cell : run.cells) cell.company.clear();
  run.control.reset();
  EXPECT_FALSE(has(footnotes(run, 80), "\nother programs used the CPUs"));
}

TEST(Comparison, ShowsRatiosToTheFirstRun) {
  RunResult slower = example();
  slower.cells[2] = measured(Pipe::descriptor, 64, 120);
  const std::vector<NamedRun> runs = {{"a.json", example()}, {"b.json", slower}};
  const std::string text = comparison_tables(runs, "", 80);
  EXPECT_TRUE(has(text, "A  a.json, 2026-11-21T05:25:34Z\n   vm, X, linux 6.1, ipcbench 0.1.0\n"));
  EXPECT_TRUE(has(text, "pipe                   0.064   4%    0.123   3%    1.94\n")) << text;
  EXPECT_TRUE(has(text, "tcp                    0.093   3%    0.093   3%   =1.00\n")) << text;
  EXPECT_FALSE(has(text, "no verdict"));
  const std::vector<NamedRun> swapped = {{"b.json", slower}, {"a.json", example()}};
  EXPECT_TRUE(has(comparison_tables(swapped, "", 80), "    0.51\n"));
}

TEST(Comparison, SaysWhenEnvironmentsDiffer) {
  RunResult elsewhere = example();
  elsewhere.environment[2].second = "6.2 b";
  const std::vector<NamedRun> runs = {{"a.json", example()}, {"b.json", elsewhere}};
  const std::string text = comparison_tables(runs, "", 80);
  EXPECT_TRUE(has(text, "so this is no verdict on a regression:\n  kernel: A 6.1 a; B 6.2 b\n"))
      << text;
}

/// The lines of differences between the example and the same run after a change.
template <class Change>
std::string differences_after(Change change, std::size_t width = 80) {
  RunResult other = example();
  change(other);
  const std::vector<NamedRun> runs = {{"a.json", example()}, {"b.json", other}};
  return environment_differences(runs, width);
}

TEST(Differences, AreFoundInEveryFactThatDecides) {
  EXPECT_EQ(differences_after([](RunResult&) {}), "");
  for (const char* fact :
       {"cpu", "microcode", "kernel", "kernel_options", "virtual_machine", "clock_source",
        "governor", "turbo", "smt", "libc", "compiler", "build_flags", "ipcbench",
        "vulnerability.meltdown", "cpu_quota", "vulnerability.one_that_is_not_known_yet"}) {
    const std::string text = differences_after([&](RunResult& run) {
      std::erase_if(run.environment, [&](const auto& known) { return known.first == fact; });
      run.environment.emplace_back(fact, "another");
    });
    EXPECT_TRUE(text.starts_with(std::string("  ") + fact + ": A ")) << fact << ": " << text;
    EXPECT_TRUE(text.ends_with("; B another\n")) << text;
    EXPECT_EQ(count_of(text, "\n"), 1) << text;
  }
  EXPECT_EQ(differences_after([](RunResult& run) { run.environment.emplace_back("load", "9"); }),
            "");
}

TEST(Differences, AreFoundInTheSettingsOfTheRun) {
  using std::chrono::milliseconds;
  const auto with = [](auto change) { return differences_after(change); };
  EXPECT_EQ(with([](RunResult& run) { run.settings.plan.measured = milliseconds(500); }),
            "  measured_ms: A 20; B 500\n");
  // A millisecond more is no other measurement.
  EXPECT_EQ(with([](RunResult& run) { run.settings.plan.measured += milliseconds(1); }), "");
  EXPECT_TRUE(has(with([](RunResult& run) { run.settings.plan.slice *= 2; }), "  slice_ms: A "));
  EXPECT_TRUE(has(with([](RunResult& run) { run.settings.plan.warmup *= 2; }), "  warmup_ms: A "));
  EXPECT_EQ(with([](RunResult& run) { run.settings.plan.slice_messages = 7; }),
            "  slice_messages: A 500; B 7\n");
}

TEST(Differences, AreFoundInWhatTheKernelGaveToTheSameRow) {
  RunResult narrow = example();
  for (CellResult& cell : narrow.cells) cell.effective = {{"sndbuf", "16384"}};
  RunResult wide = narrow;
  for (CellResult& cell : wide.cells) {
    if (cell.cell.mechanism == "tcp") cell.effective = {{"sndbuf", "65536"}};
  }
  const std::vector<NamedRun> runs = {{"a", narrow}, {"b", wide}, {"c", narrow}};
  EXPECT_EQ(environment_differences(runs), "  tcp sndbuf: A,C 16384; B 65536\n");
}

TEST(Differences, TakeALineEachAndShowWhatDiffers) {
  const std::string start =
      "Mitigation: Enhanced / Automatic IBRS; IBPB: conditional; RSB filling; ";
  const std::string text = differences_after([&](RunResult& run) {
    run.environment.emplace_back("vulnerability.spectre_v2", start + "STIBP: always-on");
    run.environment[1].second = std::string(300, 'x');
  });
  EXPECT_EQ(count_of(text, "\n"), 2) << text;
  for (std::size_t from = 0, end = 0; (end = text.find('\n', from)) != std::string::npos;
       from = end + 1) {
    EXPECT_LE(end - from, 80) << text;
  }
  RunResult one = example();
  RunResult other = example();
  one.environment = {{"vulnerability.spectre_v2", start + "STIBP: always-on"}};
  other.environment = {{"vulnerability.spectre_v2", start + "STIBP: disabled"}};
  const std::vector<NamedRun> runs = {{"a", one}, {"b", other}};
  EXPECT_EQ(environment_differences(runs),
            "  vulnerability.spectre_v2: A ..always-on; B ..disabled\n");
}

TEST(Comparison, SaysWhenTheCpusWereNotEquallyFarApart) {
  RunResult far = example();
  far.regimes[0].shown = Regime::far;
  const std::vector<NamedRun> runs = {{"a.json", example()}, {"b.json", far}};
  const std::string text = comparison_tables(runs, "", 80);
  EXPECT_TRUE(has(text,
                  "  A: near (100 ns)\n  B: far (500 ns)\n"
                  "  the cpus were not equally far apart"))
      << text;
}

TEST(Comparison, KeepsTheFirstRunInEveryBlockAndStaysWithinItsWidth) {
  const std::vector<NamedRun> runs(5, {"x.json", example()});
  const std::string text = comparison_tables(runs, "rtt_p50", 80);
  EXPECT_EQ(count_of(text, "64 B                       A"), 2) << text;
  for (std::size_t from = 0, end = 0; (end = text.find('\n', from)) != std::string::npos;
       from = end + 1) {
    EXPECT_LE(end - from, 80) << text.substr(from, end - from);
  }
}

TEST(Selection, FiltersAndSorts) {
  RunResult run = example();
  apply({.patterns = "round_trip", .sort = "64"}, run, "a.json");
  ASSERT_EQ(run.cells.size(), 4);
  EXPECT_EQ(run.cells[0].cell.mechanism, "pipe");
  EXPECT_EQ(run.cells[0].cell.message_bytes, 64);
  run = example();
  apply({.patterns = "round_trip", .sort = "4k"}, run, "a.json");
  EXPECT_EQ(run.cells[0].cell.mechanism, "tcp");
  run = example();
  apply({.mechanisms = "p*", .sort = "name"}, run, "a.json");
  EXPECT_EQ(run.cells.size(), 2);
  run = example();
  apply({.families = "inet_socket"}, run, "a.json");
  EXPECT_EQ(run.cells.size(), 3);
}

TEST(Selection, RefusesWhatIsNotThere) {
  RunResult run = example();
  EXPECT_THROW(apply({.mechanisms = "fifo"}, run, "a.json"), UsageError);
  EXPECT_THROW(apply({.families = "pigeon"}, run, "a.json"), UsageError);
  EXPECT_THROW(apply({.sort = "128"}, run, "a.json"), UsageError);
  EXPECT_THROW(apply({.sort = "64,4k"}, run, "a.json"), UsageError);
  EXPECT_THROW(require_metric("rtt_p98", {&run}), UsageError);
  EXPECT_NO_THROW(require_metric("rtt_p90", {&run}));
  EXPECT_THROW(apply({.patterns = "stream", .families = "pipe"}, run, "a.json"), UsageError);
}

TEST(Events, AreOneLineEachAndSayTheirKindFirst) {
  const RunResult run = example();
  for (const std::string& line :
       {run_started_event(run), trial_event(0, run.cells[0], run.cells[0].trials[0]),
        trial_event({}, run.cells[0], run.cells[0].trials[0]), cell_event(4, run.cells[4]),
        run_finished_event(run)}) {
    EXPECT_TRUE(line.starts_with("{\"event\":\"")) << line;
    EXPECT_EQ(count_of(line, "\n"), 1);
    EXPECT_TRUE(line.ends_with("}\n"));
  }
  EXPECT_TRUE(has(cell_event(4, run.cells[4]), R"("cell":4,"name":"stream/udp/65536/cross")"));
}

}  // namespace
}  // namespace ipcbench
