// Results that do not say all of their mechanisms: what is read of them, and what is completed.
#include <gtest/gtest.h>

#include "bench/descriptions.hpp"
#include "results/json.hpp"
#include "results/json_reader.hpp"
#include "transports/pipe.hpp"
#include "transports/unix_dgram.hpp"

namespace ipcbench {
namespace {

/// One cell of a mechanism that was not measured.
RunResult run_of(MechanismInfo mechanism) {
  RunResult run;
  run.settings.suite = "quick";
  run.settings.regime = "auto";
  run.complete = true;
  CellResult cell{.cell = {.pattern = Pattern::stream,
                           .mechanism = mechanism.name,
                           .message_bytes = 64,
                           .placement = {}},
                  .mechanism = std::move(mechanism),
                  .cpus = {},
                  .status = CellStatus::skipped,
                  .reason = "for a test"};
  run.cells.push_back(std::move(cell));
  return run;
}

MechanismInfo read_again(const MechanismInfo& mechanism) {
  const auto run = result_from_json(to_json(run_of(mechanism)));
  EXPECT_TRUE(run) << run.error().message();
  return run ? run->cells.at(0).mechanism : MechanismInfo{};
}

TEST(OldDescriptions, HaveSendersOnlyWhereTheResultSaysSo) {
  MechanismInfo info = MechanismInfo::of(Pipe::descriptor);
  EXPECT_EQ(read_again(info).senders, Senders::many);
  info.senders.reset();
  EXPECT_EQ(read_again(info).senders, std::nullopt);
}

TEST(OldDescriptions, AreCompletedByThisBuilds) {
  MechanismInfo info = MechanismInfo::of(Pipe::descriptor);
  info.senders.reset();
  info.summary = "as it was then";
  RunResult run = run_of(info);
  EXPECT_FALSE(describe_mechanisms(run));
  EXPECT_EQ(run.cells[0].mechanism.senders, Senders::many);
  // What the result does say stays.
  EXPECT_EQ(run.cells[0].mechanism.summary, "as it was then");
}

TEST(OldDescriptions, LearnWhichSwitchLeavesNothingBehind) {
  MechanismInfo info = MechanismInfo::of(UnixDgram::descriptor);
  Settings abstract;
  abstract.set("abstract", "on");
  EXPECT_EQ(read_again(info).leaves_with(abstract), Leaves::nothing);
  info.leaves_nothing_with.clear();
  EXPECT_EQ(read_again(info).leaves_with(abstract), Leaves::name);
  RunResult run = run_of(info);
  describe_mechanisms(run);
  EXPECT_EQ(run.cells[0].mechanism.leaves_with(abstract), Leaves::nothing);
}

TEST(OldDescriptions, AreThisBuildsWhereThereAreNone) {
  RunResult run = run_of({.name = "pipe", .summary = {}, .described = false});
  EXPECT_TRUE(describe_mechanisms(run));
  EXPECT_TRUE(run.cells[0].mechanism.described);
  EXPECT_EQ(run.cells[0].mechanism.framing, Framing::byte_stream);
}

TEST(OldDescriptions, StayUnknownForAMechanismThatThisBuildDoesNotHave) {
  RunResult run = run_of({.name = "carrier_pigeon", .summary = {}, .described = false});
  EXPECT_FALSE(describe_mechanisms(run));
  EXPECT_FALSE(run.cells[0].mechanism.described);
}

}  // namespace
}  // namespace ipcbench
