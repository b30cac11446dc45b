// What A and B differ in without having been asked to.
#include "results/arm_differences.hpp"

#include <gmock/gmock.h>

#include "made_up_comparison.hpp"

namespace ipcbench {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Comparison built_by(const Environment& a, const Environment& b) {
  Comparison comparison;
  comparison.arms[0].environment = a;
  comparison.arms[1].environment = b;
  note_builds(comparison);
  return comparison;
}

ComparedCell cell_with(const EffectiveSettings& a, const EffectiveSettings& b) {
  ComparedCell cell{
      .cell = {
          .pattern = Pattern::stream, .mechanism = "pipe", .message_bytes = 64, .placement = {}}};
  cell.arms[0].effective = a;
  cell.arms[1].effective = b;
  return cell;
}

std::vector<std::string> notes_on(std::vector<ComparedCell> cells) {
  Comparison comparison;
  comparison.cells = std::move(cells);
  note_effective_settings(comparison);
  return comparison.notes;
}

TEST(NoteBuilds, NamesWhatWasBuiltDifferently) {
  const auto comparison =
      built_by({{"compiler", "GNU 12"}, {"build_type", "Release"}, {"build_flags", "-O3"}},
               {{"compiler", "Clang 19"}, {"build_type", "Release"}, {"build_flags", "-O2"}});
  EXPECT_THAT(comparison.notes,
              ElementsAre(AllOf(HasSubstr("compiler: A has GNU 12, B has Clang 19"),
                                HasSubstr("build_flags: A has -O3, B has -O2"),
                                Not(HasSubstr("build_type")))));
}

TEST(NoteBuilds, IsSilentAboutOneThatDoesNotTell) {
  EXPECT_THAT(built_by({{"compiler", "GNU 12"}}, {}).notes, IsEmpty());
  EXPECT_THAT(built_by({}, {}).notes, IsEmpty());
}

TEST(NoteEffectiveSettings, NamesADifferenceOnceWithItsCells) {
  const auto cell = cell_with({{"capacity", "65536"}}, {{"capacity", "4096"}});
  EXPECT_THAT(notes_on({cell, cell}),
              ElementsAre(HasSubstr("pipe.capacity: A has 65536, B has 4096 (2 cells)")));
}

TEST(NoteEffectiveSettings, IsSilentAboutWhatWasAskedFor) {
  ComparedCell cell = cell_with({{"capacity", "65536"}}, {{"capacity", "4096"}});
  cell.arms[1].asked.set("capacity", "4096");
  EXPECT_THAT(notes_on({cell}), IsEmpty());
  // Both were to be the same, and are not.
  cell.arms[0].asked.set("capacity", "4096");
  EXPECT_EQ(notes_on({cell}).size(), 1U);
}

TEST(NoteEffectiveSettings, IsSilentAboutAnArmThatDoesNotTell) {
  EXPECT_THAT(notes_on({cell_with({{"capacity", "65536"}}, {})}), IsEmpty());
  EXPECT_THAT(notes_on({cell_with({}, {{"capacity", "65536"}})}), IsEmpty());
}

TEST(NoteEffectiveSettings, NamesThreeAndCountsTheOthers) {
  std::vector<ComparedCell> cells;
  for (const char* value : {"1", "2", "3", "4", "5"}) {
    cells.push_back(cell_with({{"capacity", "0"}}, {{"capacity", value}}));
  }
  EXPECT_THAT(notes_on(cells),
              ElementsAre(AllOf(HasSubstr("B has 3 (1 cell)"), HasSubstr("and 2 more"),
                                Not(HasSubstr("B has 4")))));
}

}  // namespace
}  // namespace ipcbench
