// What a comparison of B with A came to: the same for a duel and for two stored results.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/arm_protocol.hpp"
#include "harness/cell.hpp"
#include "results/model.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

/// `clear` is less than `equivalent`: a change that matters is possible, one of the clear limit is
/// not.
enum class Verdict { regression, improvement, equivalent, clear, inconclusive, error, skipped };

/// In the order in which counts of them are told.
inline constexpr std::array all_verdicts = {
    Verdict::regression,   Verdict::improvement, Verdict::equivalent, Verdict::clear,
    Verdict::inconclusive, Verdict::error,       Verdict::skipped};

[[nodiscard]] constexpr std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::regression:
      return "regression";
    case Verdict::improvement:
      return "improvement";
    case Verdict::equivalent:
      return "equivalent";
    case Verdict::clear:
      return "clear";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::error:
      return "error";
    case Verdict::skipped:
      return "skipped";
  }
  return "";
}

/// Counters a message, of both sides: compared exactly where they do not wobble.
inline constexpr std::string_view syscalls_metric = "syscalls";
inline constexpr std::string_view switches_metric = "switches";
inline constexpr std::string_view faults_metric = "faults";

[[nodiscard]] constexpr bool is_counter(std::string_view metric) {
  return metric == syscalls_metric || metric == switches_metric || metric == faults_metric;
}

/// All that a comparison may have a finding on.
inline constexpr std::array<std::string_view, 6> compared_metrics = {
    "rtt_p50", "rtt_p99", "throughput", syscalls_metric, switches_metric, faults_metric};

/// "system calls" of "syscalls".
[[nodiscard]] constexpr std::string_view counter_words(std::string_view metric) {
  return metric == syscalls_metric   ? "system calls"
         : metric == switches_metric ? "context switches"
                                     : "page faults";
}

/// One metric of a cell, or of a mechanism over its sizes. All changes are of costs: +0.05 is B
/// taking 5 % more time a message, whether the metric is a latency or a throughput.
struct Finding {
  std::string metric;  ///< "rtt_p50", "rtt_p99", "throughput", or a counter
  std::string unit = {};
  Verdict verdict = Verdict::inconclusive;
  std::string reason = {};               ///< of an inconclusive, clear, error or skipped one
  std::optional<double> a = {}, b = {};  ///< medians, in the metric's unit
  std::optional<Estimate> change = {};
  double delta = 0;  ///< changes that are smaller are nobody's concern
  /// Holm-adjusted, of the direction in which the estimate lies.
  std::optional<double> p = {};
  /// The smallest change that would have been found nine times out of ten.
  std::optional<double> detectable = {};
  unsigned rounds = 0;     ///< that it was judged by
  bool confirmed = false;  ///< by fresh rounds, after a first look
  bool suspected = false;  ///< slower in a first look that no fresh rounds followed
  /// Its verdict counts; a metric that is only reported never fails a job.
  bool judged = true;
};

/// A slice of A and one of B, in the order in which they were run.
struct SlicePair {
  bool a_first = true;
  /// Of the two CPUs, before and after; nothing where they have none.
  std::optional<double> distance_before_ns = {}, distance_after_ns = {};
  /// The distance changed, or one of two probes had no answer: kept, not used, measured again.
  bool flipped = false;
  SliceFigures a, b;
};

/// One visit to a cell with fresh processes.
struct DuelRound {
  enum class Phase { screening, confirmation };

  Phase phase = Phase::screening;
  std::uint64_t number = 0;
  std::vector<SlicePair> pairs = {};
  /// System calls a message, of both sides, counted in a pass of its own. Not a number: it varied.
  std::optional<double> syscalls_a = {}, syscalls_b = {};
};

/// What a cell was to be set to for one arm, and what is in effect there by the kernel's word.
struct ArmSettings {
  Settings asked = {};
  EffectiveSettings effective = {};
};

struct ComparedCell {
  Cell cell;  ///< of A; B's settings may be others
  std::optional<Cpus> cpus = {};
  std::vector<Finding> findings = {};    ///< the main metric first
  std::vector<DuelRound> rounds = {};    ///< empty for stored results
  std::array<ArmSettings, 2> arms = {};  ///< A's and B's

  /// The worst of what is judged.
  [[nodiscard]] Verdict verdict() const;
};

/// All sizes of a mechanism together: a small change that each of them shows.
struct ComparedMechanism {
  Pattern pattern;
  std::string row;  ///< "pipe", or with settings "pipe[capacity=4096]"
  Placement placement;
  std::size_t sizes = 0;
  Finding finding;
};

/// One of the two: a build, or a build under other conditions.
struct ComparedArm {
  std::string name;     ///< "A", "B", or what the user calls it
  std::string command;  ///< as it is run; or the file of a stored result
  std::string version = {}, commit = {};
  /// Of a stored result all that it knows; of a duel's arm how it says that it was built.
  Environment environment = {};
};

/// What decides, said in the report: nobody has to guess by which rule they failed.
struct ComparisonRules {
  double alpha = 0.05;
  /// Smallest changes that matter, as parts: 0.02 is 2 %.
  double delta_p50 = 0.02, delta_throughput = 0.05, delta_p99 = 0.10;
  /// What no cell may be slower by for an all-clear, a part; nothing: none is given.
  std::optional<double> clear = {};
  unsigned screening_rounds = 6, confirmation_rounds = 15;
  /// With fewer fresh rounds that have one a p99 is reported, not judged.
  unsigned rounds_for_p99 = 10;

  /// The only ones that are of interest; empty: all.
  std::vector<std::string> metrics = {};

  [[nodiscard]] double delta_of(std::string_view metric) const;
  [[nodiscard]] bool wants(std::string_view metric) const;
};

struct Comparison {
  enum class Method { duel, stored };

  Method method = Method::duel;
  std::string started_at = {};  ///< UTC, ISO 8601
  double elapsed_s = 0;
  std::optional<double> budget_s = {};
  std::optional<double> screening_s = {};  ///< of a duel: until the first look was over
  std::uint64_t seed = 0;
  std::string command_line = {};
  Environment environment = {};  ///< of the machine that measured, of two stored results of B's
  std::array<ComparedArm, 2> arms = {};
  ComparisonRules rules = {};
  std::vector<ComparedCell> cells = {};
  std::vector<ComparedMechanism> mechanisms = {};
  /// The controller's own pipe, against itself, in every round: what it shows, the machine did.
  std::optional<ComparedCell> control = {};
  bool fit = true;  ///< by the control cell
  /// The CPUs of a duel, together, from its first visit to its last: ours are both arms, too.
  std::optional<WatchedCpu> watched = {};
  /// The two cannot be compared at all: why, a line each. Then there are no verdicts.
  std::vector<std::string> incomparable = {};
  /// What a reader must know besides: "the budget ended after 4 of 6 rounds".
  std::vector<std::string> notes = {};
  int interrupted_by = 0;  ///< a signal, or 0
  /// In which the cells of a duel were visited, round by round, as indices into `cells`; one more
  /// than there are is the control cell.
  std::vector<std::vector<std::size_t>> order = {};
  /// Of the whole, and in a sentence why.
  Verdict verdict = Verdict::inconclusive;
  std::string summary = {};

  [[nodiscard]] std::size_t count(Verdict verdict) const;  ///< cells
};

}  // namespace ipcbench
