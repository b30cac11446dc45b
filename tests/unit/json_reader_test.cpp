// Reading result files: what was written comes back, anything else is one clear line.
#include "results/json_reader.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "results/json.hpp"
#include "results/json_document.hpp"
#include "transports/pipe.hpp"
#include "transports/udp.hpp"

namespace ipcbench {
namespace {

TrialRecord full_trial(std::uint64_t round) {
  Trial trial;
  for (std::uint64_t i = 0; i < 2'000; ++i) trial.round_trips.record(900 + i * (round + 1));
  trial.slices = {{.sent = 1'000, .received = 1'000, .elapsed_ns = 1'234'567},
                  {.sent = 1'000, .received = 1'000, .elapsed_ns = 1'234'568}};
  trial.client = {.cpu_ns = 11,
                  .user_ns = 5,
                  .system_ns = 6,
                  .voluntary_switches = 7,
                  .involuntary_switches = 8,
                  .minor_faults = 9,
                  .major_faults = 10,
                  .migrations = 1};
  trial.server = trial.client;
  trial.server.cpu_ns = 12;
  trial.usage_messages = 4'000;
  trial.counters =
      Counters{.messages = 100, .cycles = 5'000, .instructions = 9'000, .cache_misses = 3};
  trial.weather = {.distance_before_ns = 118.5,
                   .distance_after_ns = 120.25,
                   .steal_ns = 1'000,
                   .frequency_mhz = 2'600.5,
                   .cpus = {{.cpu = 0,
                             .watched_ns = 25,
                             .idle_ns = 10,
                             .stolen_ns = 1,
                             .programs_ns = 20,
                             .ours_ns = 7},
                            {.cpu = 1, .watched_ns = 25, .idle_ns = 20}},
                   .client_waited_ns = 3,
                   .server_waited_ns = 4};
  trial.overhead_ns = 1'500'000;
  const bool near = round % 2 == 0;
  if (!near) trial.weather.distance_before_ns = trial.weather.distance_after_ns = 540;
  TrialRecord record = TrialRecord::of(trial, round);
  record.regime = near ? Regime::near : Regime::far;
  record.disturbance = "steal 12 % of the time";
  record.counted = near;
  return record;
}

CellResult full_cell(const Descriptor& descriptor, Pattern pattern) {
  CellResult cell{.cell = {.pattern = pattern,
                           .mechanism = std::string(descriptor.name),
                           .message_bytes = 64,
                           .placement = {}},
                  .mechanism = MechanismInfo::of(descriptor),
                  .cpus = Cpus{.client = 0, .server = 1},
                  .status = CellStatus::noisy,
                  .reason = "steal"};
  cell.cell.settings.set("capacity", "1048576");
  cell.effective = {{"capacity", "1048576"}};
  cell.syscalls = 2.5;
  for (std::uint64_t round = 0; round < 8; ++round) cell.trials.push_back(full_trial(round));
  return cell;
}

/// With a value in every field.
RunResult full_run() {
  RunResult run;
  run.started_at = "2026-11-21T05:25:34Z";
  run.environment = {{"kernel", "6.18"}, {"cpu", "a \"quoted\" one"}, {"host", "h\xc3\xb6st"}};
  run.settings.suite = "quick";
  run.settings.suite_toml = "[suite]\n\tname = \"quick\"\n";
  run.settings.seed = UINT64_MAX;
  run.settings.rounds = 6;
  run.settings.budget_s = 55;
  run.settings.command_line = "ipcbench run --out x\ny";
  run.settings.regime = "auto";
  run.settings.order = {{1, 0}, {0, 1}, {1, 0}, {1, 0}, {0, 1}, {1, 0}, {0, 1}, {0, 1}};
  run.complete = true;
  run.interrupted_by = 2;
  run.elapsed_s = 44.535181784;
  run.regimes = {{.placement = "cross",
                  .boundary_ns = 250,
                  .near_ns = 118,
                  .far_ns = 540,
                  .shown = Regime::near}};
  run.control = full_cell(Pipe::descriptor, Pattern::round_trip);
  run.cells = {full_cell(Pipe::descriptor, Pattern::round_trip),
               full_cell(Udp::descriptor, Pattern::round_trip)};
  return run;
}

std::string mistake_in(const std::string& text) {
  const auto run = result_from_json(text);
  return run ? "no mistake" : run.error().message();
}

/// A good result in which one text is replaced by another.
std::string with(const std::string& from, const std::string& to) {
  std::string text = to_json(full_run());
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(JsonReader, GivesBackWhatWasWritten) {
  const std::string written = to_json(full_run());
  const auto read = result_from_json(written);
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(to_json(*read), written);
}

TEST(JsonReader, KeepsEveryKindOfFact) {
  const RunResult wanted = full_run();
  const auto read = result_from_json(to_json(wanted));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->environment, wanted.environment);
  EXPECT_EQ(read->settings.seed, UINT64_MAX);
  EXPECT_EQ(read->settings.suite_toml, wanted.settings.suite_toml);
  EXPECT_EQ(read->settings.order, wanted.settings.order);
  EXPECT_EQ(read->regimes.at(0).far_ns, 540);
  EXPECT_TRUE(read->control.has_value());
  const CellResult& cell = read->cells.at(0);
  EXPECT_EQ(cell.cell.name(), wanted.cells[0].cell.name());
  EXPECT_EQ(cell.mechanism.summary, Pipe::descriptor.summary);
  EXPECT_EQ(cell.status, CellStatus::noisy);
  EXPECT_EQ(cell.syscalls, 2.5);
  EXPECT_EQ(read->cells.at(1).mechanism.delivery, Delivery::may_drop);
  const TrialRecord& trial = cell.trials.at(3);
  const TrialRecord& original = wanted.cells[0].trials[3];
  EXPECT_EQ(trial.histogram, original.histogram);
  EXPECT_EQ(trial.p50_ns, original.p50_ns);
  EXPECT_EQ(trial.p999_ns, original.p999_ns);
  EXPECT_EQ(trial.server.cpu_ns, 12);
  EXPECT_EQ(trial.counters->cache_misses, 3);
  EXPECT_EQ(trial.weather.frequency_mhz, 2'600.5);
  EXPECT_EQ(trial.regime, Regime::far);
  EXPECT_EQ(trial.disturbance, original.disturbance);
  EXPECT_FALSE(trial.counted);
}

TEST(JsonReader, ComputesQuantilesFromTheHistogramAgain) {
  const RunResult run = full_run();
  const std::string p50 = fmt::format("\"p50_ns\":{}", run.control->trials[0].p50_ns);
  const auto read = result_from_json(with(p50, "\"p50_ns\":1"));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->control->trials[0].p50_ns, run.control->trials[0].p50_ns);
}

TEST(JsonReader, TakesACellThatNobodyHasVisited) {
  RunResult run = full_run();
  run.cells[0].trials.clear();
  run.cells[0].status = CellStatus::ok;
  const std::string text = to_json(run);
  EXPECT_NE(text.find("\"status\":\"pending\""), std::string::npos);
  const auto read = result_from_json(text);
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(to_json(*read), text);
}

TEST(JsonReader, IgnoresKeysThatItDoesNotKnow) {
  EXPECT_TRUE(result_from_json(with("\"complete\":", "\"colour\":[{\"a\":1}],\"complete\":")));
}

TEST(JsonReader, TakesATrialOfManySlices) {
  // As many as a loop without a peer makes of its 50 ms.
  constexpr std::size_t slices = 5'000;
  RunResult run = full_run();
  run.cells[0].trials[0].slices.assign(slices,
                                       {.sent = 25'933, .received = 25'933, .elapsed_ns = 6'840});
  const auto read = result_from_json(to_json(run));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->cells[0].trials[0].slices.size(), slices);
}

TEST(JsonReader, TakesKeysInAnyOrder) {
  const std::string written = to_json(full_run());
  // This one sorts them: the cells come before all that says what they are.
  const auto read = result_from_json(nlohmann::json::parse(written).dump());
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->cells.at(0).trials.at(3).histogram, full_run().cells[0].trials[3].histogram);
  EXPECT_EQ(read->cells.at(1).trials.size(), full_run().cells[1].trials.size());
}

TEST(JsonReader, NamesThePlaceOfAMistakeWithinATrial) {
  const std::string text = to_json(full_run());
  const std::size_t cells = text.find("\"cells\":");
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    return mistake_in(changed.replace(changed.find(from, cells), from.size(), to));
  };
  EXPECT_EQ(broken("\"mean_ns\":", "\"mean_s\":"),
            "cells[0].trials[0].round_trips: 'mean_ns' is missing");
  EXPECT_EQ(broken("\"overhead_ns\":", "\"overhead\":"),
            "cells[0].trials[0]: 'overhead_ns' is missing");
  EXPECT_EQ(broken("\"trials\":[{", "\"trials\":[0,{"), "cells[0].trials[0]: an object is wanted");
}

TEST(JsonReader, RefusesANewerVersion) {
  EXPECT_EQ(mistake_in(with("\"schema_version\":2", "\"schema_version\":3")),
            "made by a newer ipcbench (schema_version 3); this one reads up to 2");
}

TEST(JsonReader, RefusesWhatIsNoResult) {
  EXPECT_EQ(mistake_in(R"({"context":{},"benchmarks":[]})"),
            "no result file of ipcbench (\"schema\" is not \"ipcbench-result\")");
  EXPECT_EQ(mistake_in("[]"), "the file: an object is wanted");
  EXPECT_EQ(mistake_in(""), "the file: the text ends too early");
  EXPECT_EQ(mistake_in("PK\x03\x04"), "the file: no JSON at byte 1");
}

TEST(JsonReader, NamesThePlaceOfAMistake) {
  const std::string trial = "control.trials[0]";
  EXPECT_EQ(mistake_in(with("\"counted\":true", "\"counted\":1")),
            trial + ".counted: true or false is wanted");
  EXPECT_EQ(mistake_in(with("\"mean_ns\":", "\"mean_ns\":\"x\",\"other\":")),
            trial + ".round_trips.mean_ns: a number is wanted");
  EXPECT_EQ(mistake_in(with("\"overhead_ns\":", "\"other\":")),
            trial + ": 'overhead_ns' is missing");
  EXPECT_EQ(mistake_in(with("\"sent\":1000", "\"sent\":-1")),
            trial + ".slices[0].sent: a whole number from 0 to 1125899906842624 is wanted");
  EXPECT_EQ(mistake_in(with("\"regime\":\"near\"", "\"regime\":\"windy\"")),
            trial + ".regime: 'windy' is none of: unknown, near, far, flipped");
  EXPECT_EQ(mistake_in(with("\"placement\":\"cross\",\"cpus\"", "\"placement\":\"moon\",\"cpus\""))
                .substr(0, 40),
            "control.placement: 'moon' is no placemen");
}

TEST(JsonReader, RefusesHistogramsThatCannotBe) {
  const auto histogram = [](const std::string& pairs) {
    RunResult run = full_run();
    run.control.reset();
    run.cells.resize(1);
    run.cells[0].trials.resize(1);
    run.settings.order = {{0}};
    std::string text = to_json(run);
    const std::size_t from = text.find("\"histogram\":") + 12;
    const std::size_t to = text.find("]]", from) + 2;
    return mistake_in(text.replace(from, to - from, pairs));
  };
  const std::string path = "cells[0].trials[0].round_trips.histogram";
  EXPECT_EQ(histogram("[[4352,1]]"), path + "[0][0]: a whole number from 0 to 4351 is wanted");
  EXPECT_EQ(histogram("[[1,-1]]"),
            path + "[0][1]: a whole number from 0 to 1125899906842624 is wanted");
  EXPECT_EQ(histogram("[[7,1],[7,1]]"), path + "[1][0]: indices ascend");
  EXPECT_EQ(histogram("[[7]]"), path + "[0]: a bucket's index and its count are wanted");
  EXPECT_EQ(histogram("[[7,1]]"), path + ": its counts add up to 1, not to 2000");
  EXPECT_EQ(histogram("[[7,2000],[8,0]]"), path + "[1][1]: an empty bucket is left out");
  EXPECT_EQ(histogram("[[7,2000]]"),
            "cells[0].trials[0].round_trips.min_ns: it is not in the first "
            "bucket of the histogram");
  EXPECT_EQ(histogram("7"), path + ": a list is wanted");
}

/// The first mistake in a good result after a change.
template <class Change>
std::string mistake_after(Change change) {
  RunResult run = full_run();
  change(run);
  return mistake_in(to_json(run));
}

TEST(JsonReader, RefusesRegimesThatCannotBe) {
  const auto after = [](auto change) {
    return mistake_after([&](RunResult& run) { change(run.regimes[0]); });
  };
  const std::string at = "regimes[0]";
  EXPECT_EQ(after([](Regimes& r) { r.far_ns.reset(); }),
            at + ": boundary_ns and far_ns go together: two regimes, or one");
  EXPECT_EQ(after([](Regimes& r) { r.boundary_ns.reset(); }),
            at + ": boundary_ns and far_ns go together: two regimes, or one");
  EXPECT_EQ(after([](Regimes& r) { r.near_ns.reset(); }), at + ": 'near_ns' is missing");
  EXPECT_EQ(after([](Regimes& r) { std::swap(r.near_ns, r.far_ns); }),
            at + ".boundary_ns: it is not between near_ns and far_ns");
  EXPECT_EQ(after([](Regimes& r) { r.boundary_ns = 541; }),
            at + ".boundary_ns: it is not between near_ns and far_ns");
  EXPECT_EQ(after([](Regimes& r) { r.shown = Regime::flipped; }),
            at + ".shown: flipped trials are never shown: near, far or unknown is wanted");
  EXPECT_EQ(after([](Regimes& r) { r.placement = "moon"; }), at + ".placement: it is no placement");
  EXPECT_EQ(mistake_after([](RunResult& run) { run.regimes.push_back(run.regimes[0]); }),
            "regimes[1].placement: it is there twice");
  EXPECT_EQ(mistake_in(with("\"regime\":\"auto\"", "\"regime\":\"most\"")),
            "settings.regime: 'most' is none of: auto, near, far, all");
}

TEST(JsonReader, RefusesTrialsThatDoNotFitTheirRegimes) {
  const auto after = [](std::size_t trial, auto change) {
    return mistake_after([&](RunResult& run) { change(run.cells[1].trials[trial]); });
  };
  const std::string at = "cells[1].trials[";
  EXPECT_EQ(after(0, [](TrialRecord& t) { t.counted = false; }),
            at + "0].counted: a trial of the regime near where near is shown");
  EXPECT_EQ(after(1, [](TrialRecord& t) { t.counted = true; }),
            at + "1].counted: a trial of the regime far where near is shown");
  EXPECT_EQ(after(1, [](TrialRecord& t) { t.weather.distance_after_ns.reset(); }),
            at + "1].regime: nobody knows it without the distances before and after");
  EXPECT_EQ(after(2, [](TrialRecord& t) { t.regime = Regime::unknown; }), "no mistake")
      << "a file that is written within a round";
  EXPECT_EQ(mistake_after([](RunResult& run) { run.regimes.clear(); }),
            "cells[0].trials[0].regime: the list of regimes does not have this placement");
  EXPECT_EQ(mistake_after([](RunResult& run) {
              run.regimes[0].boundary_ns.reset();
              run.regimes[0].far_ns.reset();
            }),
            "cells[0].trials[1].regime: there is only one regime, which is near");
}

TEST(JsonReader, RefusesRoundsThatCannotBe) {
  EXPECT_EQ(mistake_after([](RunResult& run) { run.settings.order[1] = {0, 2}; }),
            "settings.order[1][1]: a whole number from 0 to 1 is wanted");
  EXPECT_EQ(mistake_after([](RunResult& run) { run.settings.order[1] = {0, 0}; }),
            "settings.order[1][1]: a round visits a cell once");
  EXPECT_EQ(mistake_after([](RunResult& run) { run.settings.order.pop_back(); }),
            "cells[0].trials[7].round: settings.order has 7 rounds");
  EXPECT_EQ(mistake_after([](RunResult& run) { run.control->trials[3].round = 1; }),
            "control.trials[3].round: rounds ascend");
  EXPECT_EQ(mistake_after([](RunResult& run) {
              run.cells.clear();
              run.settings.order = {{0}};
            }),
            "settings.order[0][0]: there are 0 cells");
}

TEST(JsonReader, RefusesCellsThatContradictThemselves) {
  const auto after = [](auto change) {
    return mistake_after([&](RunResult& run) { change(run.cells[0]); });
  };
  EXPECT_EQ(after([](CellResult& cell) { cell.reason.clear(); }),
            "cells[0].reason: a cell that is 'noisy' has a reason");
  EXPECT_EQ(after([](CellResult& cell) { cell.status = CellStatus::skipped; }),
            "cells[0].status: a cell that was skipped has no trials");
  EXPECT_EQ(after([](CellResult& cell) { cell.trials.clear(); }),
            "cells[0].status: a cell without trials is not noisy");
  EXPECT_EQ(after([](CellResult& cell) { cell.cell.pattern = Pattern::stream; }),
            "cells[0].trials[0].round_trips: a stream has none");
  EXPECT_EQ(after([](CellResult& cell) { cell.trials[0].mean_ns = 899; }),
            "cells[0].trials[0].round_trips.mean_ns: it is not between min_ns and max_ns");
  EXPECT_EQ(after([](CellResult& cell) { cell.trials[0].max_ns *= 2; }),
            "cells[0].trials[0].round_trips.max_ns: it is not in the last bucket of the histogram");
}

TEST(JsonReader, RefusesNumbersThatAreNone) {
  EXPECT_EQ(mistake_in(with("\"elapsed_s\":44.535181784", "\"elapsed_s\":NaN")).substr(0, 26),
            "the file: no JSON at byte ");
  EXPECT_EQ(mistake_in(with("\"elapsed_s\":44.535181784", "\"elapsed_s\":1e999")),
            "the file: a number is too large");
  EXPECT_EQ(mistake_in(with("\"elapsed_s\":44.535181784", "\"elapsed_s\":-1")),
            "elapsed_s: a number from 0 to 1e+09 is wanted");
}

TEST(JsonReader, RefusesAKeyThatIsThereTwice) {
  EXPECT_EQ(mistake_in(with("\"complete\":true", "\"complete\":true,\"complete\":false")),
            "the file: the key 'complete' is there twice");
}

TEST(JsonReader, RefusesACellThatIsThereTwice) {
  RunResult run = full_run();
  run.cells[1] = run.cells[0];
  EXPECT_EQ(mistake_in(to_json(run)),
            "cells[1]: the cell round_trip/pipe[capacity=1048576]/64/cross is there twice");
}

TEST(JsonReader, RefusesAMechanismThatIsNotDescribed) {
  EXPECT_EQ(mistake_in(with("{\"name\":\"udp\"", "{\"name\":\"upd\"")),
            "cells[1].mechanism: 'udp' is not in the list of mechanisms");
}

TEST(JsonReader, RefusesBytesThatAreNoText) {
  EXPECT_EQ(mistake_in(with("\"quick\"", "\"qu\xffick\"")).substr(0, 26),
            "settings: no JSON at byte ");
}

TEST(JsonReader, IsNotImpressedByDepth) {
  EXPECT_EQ(mistake_in(std::string(1'000'000, '[')).substr(0, 10), "[0][0][0][");
  EXPECT_NE(mistake_in(std::string(1'000'000, '[')).find("nested more than 32 deep"),
            std::string::npos);
}

TEST(JsonReader, LimitsKeysAndSize) {
  std::string keys = "{";
  for (int i = 0; i < 1'001; ++i) keys += fmt::format("{}\"{}\":0", i == 0 ? "" : ",", i);
  EXPECT_EQ(mistake_in(keys + "}"), "the file: more than 1000 keys");
  EXPECT_EQ(mistake_in(std::string(json_limits::text_bytes + 1, ' ')), "larger than 256 MiB");
}

TEST(JsonReader, FindsEveryTruncation) {
  const std::string text = to_json(full_run());
  for (std::size_t bytes = 0; bytes + 2 < text.size(); bytes += 97) {
    EXPECT_NE(mistake_in(text.substr(0, bytes)), "no mistake") << bytes;
  }
}

TEST(JsonReader, TakesControlCharactersAway) {
  const auto read = result_from_json(with("\"quick\"", R"("q\u001b[31m\u009b\nx")"));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->settings.suite, "q\xef\xbf\xbd[31m\xef\xbf\xbd x");
}

TEST(JsonReader, ReadsVersion1) {
  const auto read = read_result(IPCBENCH_SOURCE "/results/reference/quick.json");
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->cells.size(), 144);
  const CellResult& pipe = read->cells.front();
  EXPECT_EQ(pipe.mechanism.family, Family::pipe);
  EXPECT_EQ(pipe.trials.size(), 6);
  EXPECT_EQ(pipe.trials[0].p50_ns, 45695.5);
  EXPECT_EQ(pipe.trials[0].p999_ns, 111871.5);
  for (const CellResult& cell : read->cells) {
    EXPECT_EQ(cell.mechanism.delivery == Delivery::may_drop, cell.cell.mechanism == "udp");
  }
  // It becomes a file of this version.
  const std::string written = to_json(*read);
  const auto again = result_from_json(written);
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_EQ(to_json(*again), written);
}

TEST(JsonReader, TakesAsManySlicesAsAFloorHasThatDoesNothing) {
  RunResult run = full_run();
  run.cells.front().trials.front().slices.assign(
      TrialPlan::most_slices, {.sent = 17'000, .received = 17'000, .elapsed_ns = 5'000});
  const auto read = result_from_json(to_json(run));
  ASSERT_TRUE(read.has_value()) << read.error().message();
  EXPECT_EQ(read->cells.front().trials.front().slices.size(), TrialPlan::most_slices);
}

TEST(JsonReader, SaysWhichFileCannotBeRead) {
  EXPECT_EQ(read_result("/does/not/exist").error().message(),
            "/does/not/exist: No such file or directory");
  EXPECT_EQ(read_result("/").error().message(), "/: Is a directory");
  EXPECT_EQ(read_result("/dev/zero").error().message(), "/dev/zero: larger than 256 MiB");
  const std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / "ipcbench_reader_test.json";
  std::ofstream(path) << "{";
  EXPECT_EQ(read_result(path).error().message(),
            path.string() + ": the file: the text ends too early");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace ipcbench
