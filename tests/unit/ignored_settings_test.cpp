// Settings that an arm was asked for and does not have.
#include "results/ignored_settings.hpp"

#include <gmock/gmock.h>

namespace ipcbench {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

ComparedCell cell_of_b(const std::string& name, const std::string& asked,
                       const EffectiveSettings& effective) {
  ComparedCell cell{
      .cell = {
          .pattern = Pattern::stream, .mechanism = "pipe", .message_bytes = 64, .placement = {}}};
  cell.arms[1].asked.set(name, asked);
  cell.arms[1].effective = effective;
  return cell;
}

std::vector<std::string> notes_on(std::vector<ComparedCell> cells) {
  Comparison comparison;
  comparison.arms[0].name = "A";
  comparison.arms[1].name = "head";
  comparison.cells = std::move(cells);
  note_ignored_settings(comparison);
  return comparison.notes;
}

std::vector<std::string> notes_on(const std::string& name, const std::string& asked,
                                  const std::string& effective) {
  return notes_on({cell_of_b(name, asked, {{name, effective}})});
}

TEST(NoteIgnoredSettings, NamesTheArmTheSettingAndBothValuesOnce) {
  const ComparedCell cell = cell_of_b("capacity", "4096", {{"capacity", "65536"}});
  EXPECT_THAT(notes_on({cell, cell}),
              ElementsAre("asked for of head, and not in effect: pipe.capacity 4096, has 65536"));
}

TEST(NoteIgnoredSettings, KnowsWhatTheKernelMakesOfAWish) {
  EXPECT_THAT(notes_on("capacity", "100000", "131072"), IsEmpty());
  EXPECT_THAT(notes_on("sndbuf", "9000", "18000"), IsEmpty());
  EXPECT_THAT(notes_on("rcvbuf", "1", "2304"), IsEmpty());
  EXPECT_THAT(notes_on("depth", "7", "7"), IsEmpty());
  EXPECT_THAT(notes_on("nodelay", "off", "off"), IsEmpty());
}

TEST(NoteIgnoredSettings, TakesNoDefaultForAWish) {
  EXPECT_EQ(notes_on("sndbuf", "9000", "212992").size(), 1U);
  EXPECT_EQ(notes_on("sndbuf", "1000000", "212992").size(), 1U);
  EXPECT_EQ(notes_on("capacity", "1048576", "65536").size(), 1U);
  // Only buffers are doubled.
  EXPECT_EQ(notes_on("depth", "5", "10").size(), 1U);
  EXPECT_EQ(notes_on("nodelay", "off", "on").size(), 1U);
}

TEST(NoteIgnoredSettings, LooksAtTheServersSideToo) {
  EXPECT_THAT(
      notes_on({cell_of_b("sndbuf", "9000", {{"sndbuf", "18000"}, {"server.sndbuf", "1"}})}),
      ElementsAre(HasSubstr("pipe.sndbuf 9000, has 1")));
}

TEST(NoteIgnoredSettings, IsSilentAboutWhatWasNotAskedForOrIsNotTold) {
  EXPECT_THAT(notes_on({cell_of_b("capacity", "4096", {{"slots", "7"}})}), IsEmpty());
  EXPECT_THAT(notes_on({cell_of_b("capacity", "4096", {})}), IsEmpty());
}

TEST(NoteIgnoredSettings, NamesThreeAndCountsTheOthers) {
  std::vector<ComparedCell> cells;
  for (const char* value : {"1", "2", "3", "4", "5"}) {
    cells.push_back(cell_of_b("depth", "7", {{"depth", value}}));
  }
  EXPECT_THAT(notes_on(cells),
              ElementsAre(AllOf(HasSubstr("has 3; and 2 more"), Not(HasSubstr("has 4")))));
}

}  // namespace
}  // namespace ipcbench
