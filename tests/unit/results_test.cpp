// Figures, CSV, JSON and tables from a run whose numbers are known.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "plots/table.hpp"
#include "results/csv.hpp"
#include "results/figures.hpp"
#include "results/json.hpp"
#include "transports/pipe.hpp"
#include "transports/posix_mq.hpp"
#include "transports/udp.hpp"

namespace ipcbench {
namespace {

TrialRecord round_trips(std::uint64_t count, std::uint64_t each_ns) {
  Trial trial;
  for (std::uint64_t i = 0; i < count; ++i) trial.round_trips.record(each_ns);
  trial.slices = {
      {.sent = count, .received = count, .elapsed_ns = static_cast<std::int64_t>(count * each_ns)}};
  return TrialRecord::of(trial, 0);
}

TrialRecord stream(std::uint64_t sent, std::uint64_t received, std::int64_t elapsed_ns) {
  Trial trial;
  trial.slices = {{.sent = sent, .received = received, .elapsed_ns = elapsed_ns}};
  return TrialRecord::of(trial, 0);
}

CellResult cell(const Descriptor& descriptor, Pattern pattern, std::size_t bytes) {
  return {.cell = {.pattern = pattern,
                   .mechanism = std::string(descriptor.name),
                   .message_bytes = bytes,
                   .placement = {}},
          .mechanism = MechanismInfo::of(descriptor),
          .cpus = Cpus{.client = 0, .server = 1},
          .status = CellStatus::ok,
          .reason = {},
          .trials = {}};
}

RunResult example() {
  RunResult run;
  CellResult fast = cell(Pipe::descriptor, Pattern::round_trip, 64);
  for (int i = 0; i < 6; ++i) fast.trials.push_back(round_trips(2'000, 100 + i));
  CellResult lossy = cell(Udp::descriptor, Pattern::stream, 1'000);
  lossy.trials = {stream(100, 90, 1'000'000)};
  CellResult skipped = cell(PosixMq::descriptor, Pattern::round_trip, 65'536);
  skipped.status = CellStatus::skipped;
  skipped.reason = "above fs.mqueue.msgsize_max (8192), \"here\"";
  run.cells = {fast, lossy, skipped};
  return run;
}

TEST(Figures, OfRoundTripsAreMediansOverTrialsWithIntervals) {
  const RunResult run = example();
  const auto p50 = figure_of(run.cells[0], "rtt_p50");
  ASSERT_TRUE(p50 && p50->interval);
  EXPECT_NEAR(p50->value, 102.5, 0.5);
  EXPECT_EQ(p50->interval->first, 100);
  EXPECT_EQ(p50->interval->second, 105);
  EXPECT_EQ(figure_of(run.cells[0], "rtt_min")->value, 100);
  EXPECT_EQ(figure_of(run.cells[0], "rtt_max")->value, 105);
}

TEST(Figures, FarTailsNeedMessagesEnough) {
  const RunResult run = example();
  EXPECT_TRUE(figure_of(run.cells[0], "rtt_p99"));
  EXPECT_FALSE(figure_of(run.cells[0], "rtt_p999"));
}

TEST(Figures, OfAStreamCountWhatWasReceived) {
  const RunResult run = example();
  EXPECT_NEAR(figure_of(run.cells[1], "throughput")->value, 90.0, 1e-9);  // 90,000 B in 1 ms
  EXPECT_NEAR(figure_of(run.cells[1], "messages")->value, 90'000, 1e-6);
  EXPECT_NEAR(figure_of(run.cells[1], "loss")->value, 0.1, 1e-12);
  EXPECT_FALSE(figure_of(run.cells[1], "loss")->interval);
}

TEST(Csv, HasALineAFigureAndEmptyColumnsWhereThereIsNoValue) {
  const std::string csv = to_csv(example());
  EXPECT_TRUE(csv.starts_with(
      "pattern,mechanism,size_bytes,placement,metric,value,unit,ci_low,ci_high,trials,status,"
      "reason,distance_ns\n"));
  EXPECT_NE(csv.find("round_trip,pipe,64,cross,rtt_p999,,ns,,,6,ok,\"needs 10000 round trips a "
                     "trial, had 2000\""),
            std::string::npos)
      << csv;
  EXPECT_NE(csv.find("stream,udp,1000,cross,throughput,90,MB/s,,,1,ok,,\n"), std::string::npos);
  EXPECT_NE(csv.find("round_trip,posix_mq,65536,cross,,,,,,0,skipped,"
                     "\"above fs.mqueue.msgsize_max (8192), \"\"here\"\"\",\n"),
            std::string::npos)
      << csv;
  EXPECT_EQ(csv.find("nan"), std::string::npos);
}

TEST(Json, KeepsEveryTrialAndReplacesWhatIsNoText) {
  RunResult run = example();
  run.cells[2].reason = "folder \xff";
  const std::string json = to_json(run);
  EXPECT_NE(json.find(R"("schema":"ipcbench-result","schema_version":2)"), std::string::npos);
  EXPECT_NE(json.find(R"("histogram":[[100,2000]])"), std::string::npos);
  EXPECT_NE(json.find("folder \xef\xbf\xbd"), std::string::npos);
}

TEST(Table, MarksTheBestAndExplainsWhatIsMissing) {
  const std::string table = text_tables(example(), 80, Colour::off);
  EXPECT_NE(table.find("pipe                  *0.103"), std::string::npos) << table;
  EXPECT_NE(table.find("10.0%"), std::string::npos) << table;
  EXPECT_NE(table.find("posix_mq at 64 KiB: above fs.mqueue.msgsize_max"), std::string::npos);
  EXPECT_EQ(table.find('\033'), std::string::npos);
}

TEST(Table, StaysWithinItsWidthAndBreaksSizesIntoBlocks) {
  RunResult run;
  for (std::size_t bytes = 1; bytes <= 1 << 20; bytes *= 4) {
    run.cells.push_back(cell(Pipe::descriptor, Pattern::round_trip, bytes));
    run.cells.back().trials = {round_trips(2'000, 1'234'567)};
  }
  for (const std::size_t width : {60UL, 80UL, 200UL}) {
    const std::string table = text_tables(run, width, Colour::off);
    std::size_t from = 0;
    for (std::size_t end = 0; (end = table.find('\n', from)) != std::string::npos; from = end + 1) {
      EXPECT_LE(end - from, width) << table.substr(from, end - from);
    }
    EXPECT_NE(table.find("1 MiB"), std::string::npos);
  }
}

TEST(Table, NamesSizesAsPeopleDo) {
  EXPECT_EQ(size_text(64), "64 B");
  EXPECT_EQ(size_text(4096), "4 KiB");
  EXPECT_EQ(size_text(5000), "5000 B");
  EXPECT_EQ(size_text(1 << 20), "1 MiB");
}

TEST(Table, ListsSkippedRowsInTheOrderOfTheRun) {
  // What a signal leaves: pipe was skipped in its stream only, and is the run's first row.
  RunResult run;
  for (const Pattern pattern : {Pattern::round_trip, Pattern::stream}) {
    for (const Descriptor* each : {&Pipe::descriptor, &Udp::descriptor}) {
      run.cells.push_back(cell(*each, pattern, 64));
      run.cells.back().status = CellStatus::skipped;
      run.cells.back().reason = "interrupted";
    }
  }
  run.cells.front().status = CellStatus::ok;
  const std::string table = text_tables(run, 80, Colour::off);
  EXPECT_LT(table.find("pipe at 64 B: interrupted"), table.find("udp at 64 B: interrupted"));
}

}  // namespace
}  // namespace ipcbench
