// Which mechanism for which needs: a ranking from the run's own figures, with what is against each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/model.hpp"
#include "results/needs.hpp"
#include "results/row_figures.hpp"
#include "results/row_order.hpp"

namespace ipcbench {

/// What somebody should know before choosing it, although it has what was asked for.
enum class Drawback {
  spins,
  may_drop,
  byte_stream,
  related_only,
  leaves_name,
  peer_loss_unnoticed,
  peer_loss_told_to_sender,
  link_each
};

[[nodiscard]] std::string_view name_of(Drawback drawback);

struct Candidate {
  std::string row;  ///< "pipe", "pipe[capacity=1048576]"
  MechanismInfo mechanism;
  /// What it is ranked by, in ns or MB/s, and what it was measured as.
  RowFigure ranked;
  // What else is known of it at this size, also from the other pattern. In ns and MB/s.
  std::optional<Estimate> p50 = {}, p99 = {}, throughput = {}, cpu = {};
  std::optional<double> loss = {};  ///< of what may drop: the part that did not arrive
  Standing standing = Standing::behind;
  /// `ranked` in parts of the best one's.
  Estimate to_best = {};
  /// 1 and how many are better for certain: undisturbed, and told apart from this one.
  std::size_t rank = 1;
  /// Its figures are of disturbed trials: it is in the ranking, and never the best if another is
  /// undisturbed.
  bool noisy = false;
  std::string noise = {};  ///< by what
  std::vector<Drawback> against = {};
};

/// A mechanism that is not in the ranking: it lacks something, or has no figure.
struct Exclusion {
  std::string row;
  /// What it lacks, of what was asked for.
  std::vector<Need> lacks = {};
  /// Where nothing is lacking but a figure.
  std::optional<NoFigure> no_figure = {};
  /// Neither this file nor anybody says what it has; so it counts as lacking it.
  bool undescribed = false;
};

/// What must be said beside the answer.
enum class Caveat {
  interpolated,        ///< the size was not measured, the two around it were
  few_trials,          ///< no intervals: nothing is in order for certain
  separate_intervals,  ///< too few rounds in common: compared by whether intervals overlap
  best_is_noisy,       ///< there is nothing undisturbed
  noisy_ahead,         ///< something disturbed has a better figure than the best
  one_sender,          ///< several were asked for, the figures are of one
  loopback,            ///< another machine was asked for, the figures are of one machine
  incomplete,          ///< the run did not come to its end
  virtual_machine,     ///< of which a wake-up costs what the host makes of it
  other_placements,    ///< which were measured, too, and have other figures
  one_regime,          ///< the CPUs were at several distances, the figures are from one
  one_machine          ///< always: another one has other figures
};

[[nodiscard]] std::string_view name_of(Caveat caveat);

struct Recommendation {
  Needs needs;
  Placement placement;
  /// The size itself, or the two around it; empty if it lies outside of what was measured.
  std::vector<std::size_t> sizes;
  std::vector<std::size_t> measured_sizes;
  /// By value, the best first; disturbed ones stand where their value is.
  std::vector<Candidate> ranking;
  std::optional<std::size_t> best;  ///< in the ranking
  bool by_rounds = false;           ///< all are compared with the best within rounds
  std::vector<Exclusion> excluded;  ///< floors are not even here
  std::vector<Caveat> caveats;

  [[nodiscard]] const Candidate* winner() const { return best ? &ranking[*best] : nullptr; }
  /// What has a better figure than the best, and was disturbed; nullptr: nothing.
  [[nodiscard]] const Candidate* noisy_ahead() const;
  [[nodiscard]] bool warns_of(Caveat caveat) const;
};

[[nodiscard]] Recommendation recommend(const RunResult& run, const Needs& needs);

/// Where a pattern is looked at unless somebody says where: across two cores if that was measured,
/// else the first placement at which something was.
[[nodiscard]] Placement usual_placement(const RunResult& run, Pattern pattern);

/// Whether a mechanism has it; nothing: neither the result nor this program says.
[[nodiscard]] std::optional<bool> has(const MechanismInfo& mechanism, Need need);

}  // namespace ipcbench
