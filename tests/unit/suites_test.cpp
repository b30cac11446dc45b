// Suites: the built-in ones, what a file may say, what it comes to, and what is refused where.
#include "bench/suites.hpp"

#include <gtest/gtest.h>

#include <string>

#include "bench/cell_selection.hpp"
#include "bench/mechanisms.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Names = std::vector<std::string>;

const Topology& two_cores() {
  static const Topology topology = *Topology::synthetic("core:2 pu:1");
  return topology;
}

Names names_of(const std::string& toml, const TypedSelection& typed = {}) {
  Names names;
  for (const Cell& cell :
       select_cells(parse_suite("a.toml", toml, two_cores()), typed, two_cores()))
    names.push_back(cell.name());
  return names;
}

std::string complaint(const std::string& toml, const TypedSelection& typed = {}) {
  try {
    (void)names_of(toml, typed);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(none)";
}

// --- the built-in ones ---------------------------------------------------------------------------

TEST(Suites, SmokeIsOneSizeOnce) {
  const Suite suite = find_suite("smoke", two_cores());
  EXPECT_EQ(suite.rounds, 1U);
  EXPECT_EQ(suite.measured, milliseconds(10));
  EXPECT_EQ(suite.longest, milliseconds(10));
  EXPECT_EQ(suite.budget, seconds(20));
  EXPECT_EQ(select_cells(suite, {}, two_cores()).size(), 2 * all_mechanisms().size());
}

TEST(Suites, QuickIsThreeSizesSixTimes) {
  const Suite suite = find_suite("quick", two_cores());
  EXPECT_EQ(suite.rounds, 6U);
  EXPECT_EQ(suite.measured, milliseconds(25));
  EXPECT_EQ(suite.longest, milliseconds(500));
  EXPECT_EQ(suite.budget, seconds(55));
  EXPECT_EQ(select_cells(suite, {}, two_cores()).size(), 2 * 3 * all_mechanisms().size());
}

TEST(Suites, FullIsAllSizesInTwoPlaces) {
  const Suite suite = find_suite("full", two_cores());
  EXPECT_EQ(suite.rounds, 10U);
  EXPECT_EQ(suite.measured, milliseconds(50));
  EXPECT_EQ(suite.longest, milliseconds(50));
  EXPECT_FALSE(suite.budget);
  EXPECT_EQ(select_cells(suite, {}, two_cores()).size(), 2 * 2 * 11 * all_mechanisms().size());
}

TEST(Suites, AreFoundOrSuggested) {
  try {
    (void)find_suite("quik", two_cores());
    FAIL() << "there is no such suite";
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "no suite 'quik' (smoke, quick, full, ci, or a file such as ./mine.toml), did you "
                 "mean 'quick'?");
  }
}

// --- what a suite says ---------------------------------------------------------------------------

TEST(SuiteFile, SaysHowOftenAndHowLong) {
  const Suite suite = parse_suite("a.toml", R"(
    [suite]
    summary = "mine"
    rounds = 12
    trial = "40ms"
    longest_trial = "0.1s"
    budget = "3m"
    [[matrix]]
    sizes = 64
  )",
                                  two_cores());
  EXPECT_EQ(suite.summary, "mine");
  EXPECT_EQ(suite.rounds, 12U);
  EXPECT_EQ(suite.measured, milliseconds(40));
  EXPECT_EQ(suite.longest, milliseconds(100));
  EXPECT_EQ(suite.budget, seconds(180));
}

TEST(SuiteFile, IsAllMechanismsAndPatternsUnlessItSaysOtherwise) {
  EXPECT_EQ(names_of("[[matrix]]\nsizes = 64").size(), 2 * all_mechanisms().size());
}

TEST(SuiteFile, ListsInTheOrderOfTheTables) {
  EXPECT_EQ(names_of(R"(
    [[matrix]]
    mechanisms = ["fifo", "pipe"]
    sizes = ["4k", 64]
    patterns = ["stream", "round_trip"]
    placements = ["same", "0:1"]
  )"),
            (Names{"stream/pipe/64/same", "stream/pipe/4096/same", "stream/fifo/64/same",
                   "stream/fifo/4096/same", "round_trip/pipe/64/same", "round_trip/pipe/4096/same",
                   "round_trip/fifo/64/same", "round_trip/fifo/4096/same", "stream/pipe/64/0:1",
                   "stream/pipe/4096/0:1", "stream/fifo/64/0:1", "stream/fifo/4096/0:1",
                   "round_trip/pipe/64/0:1", "round_trip/pipe/4096/0:1", "round_trip/fifo/64/0:1",
                   "round_trip/fifo/4096/0:1"}));
}

TEST(SuiteFile, UnderstandsWhatACommandLineUnderstands) {
  EXPECT_EQ(names_of(R"(
    [[matrix]]
    mechanisms = "unix_s*,tcp"
    sizes = "1:16:*4"
    patterns = "stream"
    placements = "free"
  )"),
            (Names{"stream/unix_stream/1/free", "stream/unix_stream/4/free",
                   "stream/unix_stream/16/free", "stream/unix_seqpacket/1/free",
                   "stream/unix_seqpacket/4/free", "stream/unix_seqpacket/16/free",
                   "stream/tcp/1/free", "stream/tcp/4/free", "stream/tcp/16/free"}));
}

TEST(SuiteFile, SetsTunablesSideBySideWithKeysOfEitherForm) {
  const Names wanted{"stream/pipe/64/cross", "stream/pipe[capacity=1048576]/64/cross",
                     "stream/posix_mq[depth=4]/64/cross"};
  const std::string head =
      "[[matrix]]\nmechanisms = 'pipe,posix_mq'\nsizes = 64\npatterns = 'stream'\n";
  EXPECT_EQ(names_of(head + "[matrix.set]\npipe.capacity = ['default', '1M']\nposix_mq.depth = 4"),
            wanted);
  EXPECT_EQ(names_of(head + "[matrix.set]\n'pipe.capacity' = ['default', '1M']\n"
                            "'p*_mq.depth' = 4"),
            wanted);
}

TEST(SuiteFile, ExcludesWhatMatchesAllThatAnExcludeSays) {
  EXPECT_EQ(names_of(R"(
    [[matrix]]
    mechanisms = ["pipe", "fifo"]
    sizes = [64, 128]
    patterns = "stream"
    set.pipe.capacity = ["default", "8k"]
    [[matrix.exclude]]
    mechanisms = "fifo"
    sizes = 64
    [[matrix.exclude]]
    sizes = 128
    set.pipe.capacity = "8k"
  )"),
            (Names{"stream/pipe/64/cross", "stream/pipe/128/cross",
                   "stream/pipe[capacity=8192]/64/cross", "stream/fifo/128/cross"}));
}

TEST(SuiteFile, IncludesMoreWithTheMatrixsOwnForWhatIsNotSaid) {
  EXPECT_EQ(
      names_of(R"(
    [[matrix]]
    mechanisms = "pipe"
    sizes = 64
    patterns = "stream"
    placements = "same"
    [[matrix.include]]
    mechanisms = "tcp"
    set = { tcp.nodelay = false }
    [[matrix.include]]
    sizes = [64, "1k"]
  )"),
      (Names{"stream/pipe/64/same", "stream/pipe/1024/same", "stream/tcp[nodelay=off]/64/same"}));
}

TEST(SuiteFile, MergesTheCellsOfItsMatrices) {
  EXPECT_EQ(names_of("[[matrix]]\nmechanisms = 'pipe'\nsizes = [64, 128]\npatterns = 'stream'\n"
                     "[[matrix]]\nmechanisms = 'p*pe'\nsizes = [128, 64]\npatterns = 'stream'\n"),
            (Names{"stream/pipe/64/cross", "stream/pipe/128/cross"}));
}

TEST(SuiteFile, MayHaveAnyLanguageInItsComments) {
  EXPECT_EQ(names_of("\xef\xbb\xbf[[matrix]] # Gr\xc3\xb6\xc3\x9f"
                     "en, \xef\xbc\xbd\n"
                     "sizes = 64\nmechanisms = 'pipe'\npatterns = 'stream'"),
            Names{"stream/pipe/64/cross"});
}

// --- the command line on top ---------------------------------------------------------------------

const char* const two_matrices = R"(
  [[matrix]]
  mechanisms = ["pipe", "fifo"]
  sizes = 64
  patterns = "stream"
  [[matrix]]
  mechanisms = "tcp"
  sizes = "1M"
  patterns = "stream"
)";

TEST(Narrowing, KeepsTheMechanismsWithTheirOwnSizes) {
  EXPECT_EQ(names_of(two_matrices, {.mechanisms = {"pipe", "t*"}}),
            (Names{"stream/pipe/64/cross", "stream/tcp/1048576/cross"}));
}

TEST(Narrowing, ReplacesSizesPatternsAndPlacementsOfAllMatrices) {
  EXPECT_EQ(names_of(two_matrices, {.mechanisms = {"pipe,tcp"},
                                    .sizes = {"8"},
                                    .patterns = {"round_trip"},
                                    .placements = {"free"}}),
            (Names{"round_trip/pipe/8/free", "round_trip/tcp/8/free"}));
}

TEST(Narrowing, MeasuresWhatIsNamedAndNotListedWhereTheOthersAre) {
  const TypedSelection named{.mechanisms = {"udp,pipe", "shm_*"}};
  const Suite suite =
      with_named_mechanisms(parse_suite("a.toml", two_matrices, two_cores()), named, two_cores());
  const auto count = [&](std::string_view mechanism) {
    return std::ranges::count(select_cells(suite, {}, two_cores()), mechanism, &Cell::mechanism);
  };
  const auto listed = std::ranges::count(
      select_cells(parse_suite("a.toml", two_matrices, two_cores()), {}, two_cores()), "pipe",
      &Cell::mechanism);
  EXPECT_EQ(count("pipe"), listed) << "what is listed stays as it is";
  EXPECT_GT(count("udp"), 0);
  EXPECT_EQ(count("shm_spin"), 0) << "a glob names nothing";
}

TEST(Narrowing, SetsOnTopOfTheSuite) {
  EXPECT_EQ(names_of("[[matrix]]\nmechanisms = 'pipe'\nsizes = 64\npatterns = 'stream'\n"
                     "set.pipe.capacity = ['4k', '8k']",
                     {.settings = {"pipe.capacity=16k"}}),
            Names{"stream/pipe[capacity=16384]/64/cross"});
}

TEST(Narrowing, ToNothingIsRefused) {
  EXPECT_EQ(complaint(two_matrices, {.mechanisms = {"pipe,udp"}}),
            "--mechanism udp: suite a.toml does not measure it; leave --suite out, or name one "
            "that does: --suite quick");
  EXPECT_EQ(complaint(two_matrices, {.mechanisms = {"posix_*"}}),
            "suite a.toml comes to no cell at all with this --mechanism");
  EXPECT_EQ(complaint(two_matrices, {.settings = {"udp.sndbuf=8k"}}),
            "--set: this run has no cell of udp, whose sndbuf it sets");
}

// --- what is refused, and where ------------------------------------------------------------------

TEST(BadSuite, IsRefusedWithFileLineAndKey) {
  EXPECT_EQ(complaint("[[matrix]]\nsizes = [64,\n  '64q']"),
            "a.toml:3: sizes: '64q' is no message size (such as 64, 4k or 1M)");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\nmechanisms = ['pipe', 'tcpp']"),
            "a.toml:3: mechanisms: no mechanism 'tcpp', did you mean 'tcp'? (see: ipcbench list)");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\npatterns = 'steam'"),
            "a.toml:3: patterns: no pattern 'steam' (round_trip, stream), did you mean 'stream'?");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\nplacements = ['0:7']"),
            "a.toml:3: placements: placement 0:7: cpu 7 is not allowed (allowed: 0-1)");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\n[matrix.set]\npipe.capacity = 'huge'"),
            "a.toml:4: set: pipe.capacity 'huge': a size such as 8192, 64k or 1M, up to 1G, is "
            "wanted");
  EXPECT_EQ(complaint("[suite]\nbudget = '60x'\n[[matrix]]\nsizes = 64"),
            "a.toml:2: budget: '60x' is no time (such as 60s, 500ms or 2m; 1ms to 24h)");
}

TEST(BadSuite, WithAnUnknownKeyIsRefusedWithAHint) {
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\nmechanism = 'pipe'"),
            "a.toml:3: mechanism: there is no such key, did you mean 'mechanisms'? (there are "
            "mechanisms, sizes, patterns, placements, set, include, exclude)");
  EXPECT_EQ(complaint("[suit]\n[[matrix]]\nsizes = 64"),
            "a.toml:1: suit: there is no such key, did you mean 'suite'? (there are suite, "
            "matrix)");
  EXPECT_EQ(complaint("[suite]\nround = 5\n[[matrix]]\nsizes = 64"),
            "a.toml:2: round: there is no such key, did you mean 'rounds'? (there are summary, "
            "rounds, trial, longest_trial, budget)");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\n[[matrix.exclude]]\nsize = 64"),
            "a.toml:4: size: there is no such key, did you mean 'sizes'? (there are mechanisms, "
            "sizes, patterns, placements, set)");
}

TEST(BadSuite, WithAValueOfTheWrongKindIsRefused) {
  const std::string matrix = "\n[[matrix]]\nsizes = 64";
  EXPECT_EQ(complaint("suite = 5" + matrix), "a.toml:1: suite: a table, [suite], is wanted");
  EXPECT_EQ(complaint("[suite]\nrounds = '6'" + matrix),
            "a.toml:2: rounds: a number from 1 to 1000 is wanted");
  EXPECT_EQ(complaint("[suite]\nrounds = 0" + matrix),
            "a.toml:2: rounds: a number from 1 to 1000 is wanted");
  EXPECT_EQ(complaint("[suite]\ntrial = 25" + matrix),
            "a.toml:2: trial: a time such as \"60s\" or \"25ms\" is wanted");
  EXPECT_EQ(complaint("[suite]\ntrial = '2s'\nlongest_trial = '1s'" + matrix),
            "a.toml:3: longest_trial: shorter than a trial");
  EXPECT_EQ(complaint("[suite]\nsummary = 5" + matrix), "a.toml:2: summary: a text is wanted");
  EXPECT_EQ(complaint("[matrix]\nsizes = 64"), "a.toml:1: matrix: [[matrix]] is wanted");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 1.5"),
            "a.toml:2: sizes: a text or a number is wanted, or a list of them");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = []"), "a.toml:2: sizes: the list is empty");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\nexclude = 5"),
            "a.toml:3: matrix.exclude: [[matrix.exclude]] is wanted");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\n[matrix.set]\na.b.c = 1"),
            "a.toml:4: a.b: MECHANISM.NAME = VALUE is wanted");
}

TEST(BadSuite, WithoutCellsIsRefused) {
  EXPECT_EQ(complaint(""), "a.toml:1: matrix: there is none; [[matrix]] says what is measured");
  EXPECT_EQ(complaint("\n[[matrix]]\nmechanisms = 'pipe'"),
            "a.toml:2: sizes: missing in this [[matrix]]");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\n[[matrix.exclude]]"),
            "a.toml:3: matrix.exclude: it selects nothing");
  EXPECT_EQ(complaint("[[matrix]]\nsizes = 64\n[[matrix.exclude]]\nsizes = 64"),
            "suite a.toml comes to no cell at all");
}

TEST(BadSuite, ThatIsNoTomlIsRefusedInOneLine) {
  const auto place = [](const std::string& toml) {
    const std::string text = complaint(toml);
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    return text.substr(0, text.find(": ", text.find(": ") + 1));
  };
  EXPECT_EQ(place("[[matrix]]\nsizes = [64"), "a.toml:2: not TOML");
  EXPECT_EQ(place("\n\xff"), "a.toml:2: not TOML");
  EXPECT_EQ(place("\n\n[[[b]]]\na = 1"), "a.toml:3: not TOML");
  EXPECT_EQ(place("a = 1\n[?b]"), "a.toml:2: not TOML");
  EXPECT_EQ(place("a = 1\nb = [}\nc = 1"), "a.toml:2: not TOML");
  EXPECT_EQ(place(std::string("\n[\0b]", 5)), "a.toml:2: not TOML");
  EXPECT_EQ(place("\"a\\nb\" = 1\n"), "a.toml:1: a b");
}

TEST(BadSuite, OfTooManyCellsIsRefused) {
  const std::string sizes = "[[matrix]]\nsizes = ['1:100:+1']\nplacements = 'same,cross,free'\n";
  EXPECT_EQ(complaint(sizes), "more than 10000 cells");
}

}  // namespace
}  // namespace ipcbench
