// Leaving out what does not fit, and ranking the rest.
#include "results/recommendation.hpp"

#include <algorithm>
#include <climits>
#include <span>
#include <utility>

namespace ipcbench {

namespace {

Pattern other_pattern(Pattern pattern) {
  return pattern == Pattern::round_trip ? Pattern::stream : Pattern::round_trip;
}

bool asked(const Needs& needs, Need need) {
  return std::ranges::find(needs.needs, need) != needs.needs.end();
}

/// A byte stream that several share keeps a message together up to PIPE_BUF: pipe(7). But who
/// shares a link keeps it open for one that died, so noticing that takes a link each.
bool shares_one_link(const MechanismInfo& mechanism, const Needs& needs) {
  return mechanism.senders == Senders::many && !asked(needs, Need::peer_loss) &&
         (mechanism.framing == Framing::message || needs.message_bytes <= PIPE_BUF);
}

std::vector<Drawback> drawbacks_of(const CellResult& cell, const Needs& needs) {
  const MechanismInfo& mechanism = cell.mechanism;
  std::vector<Drawback> against;
  const auto add_if = [&](bool applies, Drawback drawback) {
    if (applies) against.push_back(drawback);
  };
  add_if(mechanism.delivery == Delivery::may_drop, Drawback::may_drop);
  if (!mechanism.described) return against;
  add_if(mechanism.waiting == Waiting::spins, Drawback::spins);
  add_if(mechanism.framing == Framing::byte_stream, Drawback::byte_stream);
  add_if(mechanism.reach == Reach::related, Drawback::related_only);
  add_if(mechanism.leaves_with(cell.cell.settings) == Leaves::name, Drawback::leaves_name);
  const bool several = asked(needs, Need::fan_in);
  const bool shared = several && shares_one_link(mechanism, needs);
  add_if(mechanism.peer_loss == PeerLoss::unnoticed, Drawback::peer_loss_unnoticed);
  add_if(mechanism.peer_loss == PeerLoss::reported_to_sender ||
             (shared && mechanism.peer_loss == PeerLoss::reported),
         Drawback::peer_loss_told_to_sender);
  add_if(several && !shared, Drawback::link_each);
  return against;
}

bool better(RankedBy by, double a, double b) {
  return lower_is_better(metric_of(by)) ? a < b : a > b;
}

/// Builds one recommendation.
class Ranking {
 public:
  Ranking(const RunResult& run, const Needs& needs, const Placement& placement) {
    result_.needs = needs;
    result_.placement = placement;
    result_.measured_sizes = measured_sizes(run, needs.pattern, placement);
    result_.sizes = sizes_around(needs.message_bytes, result_.measured_sizes);
    for (const Pattern pattern : {needs.pattern, other_pattern(needs.pattern)}) {
      figures_.emplace_back(run, RowFigures::Where{.pattern = pattern,
                                                   .placement = placement,
                                                   .message_bytes = needs.message_bytes,
                                                   .sizes = result_.sizes});
    }
  }

  Recommendation make() && {
    for (const CellResult* cell : figures_.front().rows()) consider(*cell);
    sort();
    choose_best();
    return std::move(result_);
  }

 private:
  void consider(const CellResult& cell) {
    Exclusion out{.row = cell.cell.row()};
    for (const Need need : result_.needs.needs) {
      const auto has_it = has(cell.mechanism, need);
      if (!has_it) out.undescribed = true;
      if (!has_it.value_or(false)) out.lacks.push_back(need);
    }
    auto figure = figures_.front().figure(out.row, metric_of(result_.needs.ranked_by));
    if (!figure) out.no_figure = figure.error();
    if (!out.lacks.empty() || !figure) {
      result_.excluded.push_back(std::move(out));
      return;
    }
    result_.ranking.push_back(candidate(cell, std::move(*figure)));
  }

  Candidate candidate(const CellResult& cell, RowFigure figure) {
    const std::string row = cell.cell.row();
    Candidate made{.row = row, .mechanism = cell.mechanism, .ranked = std::move(figure)};
    const bool latency = result_.needs.pattern == Pattern::round_trip;
    const RowFigures& here = figures_.front();
    const RowFigures& round_trips = figures_[latency ? 0 : 1];
    const RowFigures& streams = figures_[latency ? 1 : 0];
    made.p50 = known(round_trips, row, metric_of(RankedBy::p50));
    made.p99 = known(round_trips, row, metric_of(RankedBy::p99));
    made.throughput = known(streams, row, metric_of(RankedBy::throughput));
    made.cpu = known(here, row, metric_of(RankedBy::cpu));
    if (const auto loss = known(here, row, "loss")) made.loss = loss->value;
    if (const auto noise = here.noise(row)) {
      made.noisy = true;
      made.noise = *noise;
    }
    made.against = drawbacks_of(cell, result_.needs);
    return made;
  }

  static std::optional<Estimate> known(const RowFigures& figures, const std::string& row,
                                       std::string_view metric) {
    const auto figure = figures.figure(row, metric);
    return figure ? std::optional(figure->estimate) : std::nullopt;
  }

  void sort() {
    std::ranges::stable_sort(result_.ranking, [&](const Candidate& a, const Candidate& b) {
      return better(result_.needs.ranked_by, a.ranked.estimate.value, b.ranked.estimate.value);
    });
  }

  void choose_best() {
    const std::string_view metric = metric_of(result_.needs.ranked_by);
    std::vector<RankedRow> rows;
    for (const Candidate& candidate : result_.ranking) {
      rows.push_back({.figure = candidate.ranked.estimate,
                      .costs = figures_.front().costs(candidate.row, metric),
                      .noisy = candidate.noisy});
    }
    const RowOrder order(std::move(rows), metric);
    result_.best = order.best();
    if (!result_.best) return;
    result_.by_rounds = order.by_rounds();
    for (std::size_t i = 0; i < result_.ranking.size(); ++i) {
      Candidate& candidate = result_.ranking[i];
      candidate.standing = order.standing(i);
      candidate.to_best = order.to_best(i);
      for (std::size_t other = 0; other < result_.ranking.size(); ++other) {
        if (!result_.ranking[other].noisy && order.beats(other, i)) ++candidate.rank;
      }
    }
  }

  Recommendation result_;
  std::vector<RowFigures> figures_;  ///< of the pattern itself, then of the other one
};

// --- what has to be said beside it -------------------------------------------------------------

bool has_other_placement(const RunResult& run, const Recommendation& made) {
  return std::ranges::any_of(run.cells, [&](const CellResult& cell) {
    return cell.measured() && cell.cell.pattern == made.needs.pattern &&
           cell.cell.placement != made.placement;
  });
}

bool has_one_of_several_regimes(const RunResult& run, const Placement& placement) {
  return std::ranges::any_of(run.regimes, [&](const Regimes& regimes) {
    return regimes.placement == placement.name() && regimes.boundary_ns &&
           regimes.shown != Regime::unknown;
  });
}

std::vector<Caveat> caveats_of(const RunResult& run, const Recommendation& made) {
  std::vector<Caveat> caveats;
  const auto add_if = [&](bool applies, Caveat caveat) {
    if (applies) caveats.push_back(caveat);
  };
  const Candidate* winner = made.winner();
  add_if(made.sizes.size() == 2, Caveat::interpolated);
  add_if(winner != nullptr && !winner->ranked.estimate.interval, Caveat::few_trials);
  add_if(winner != nullptr && winner->ranked.estimate.interval && !made.by_rounds,
         Caveat::separate_intervals);
  add_if(winner != nullptr && winner->noisy, Caveat::best_is_noisy);
  add_if(made.noisy_ahead() != nullptr, Caveat::noisy_ahead);
  add_if(asked(made.needs, Need::fan_in), Caveat::one_sender);
  add_if(asked(made.needs, Need::network), Caveat::loopback);
  add_if(!run.complete || run.interrupted_by != 0, Caveat::incomplete);
  add_if(fact_of(run, "virtual_machine") == "yes", Caveat::virtual_machine);
  add_if(has_other_placement(run, made), Caveat::other_placements);
  add_if(has_one_of_several_regimes(run, made.placement), Caveat::one_regime);
  caveats.push_back(Caveat::one_machine);
  return caveats;
}

}  // namespace

const Candidate* Recommendation::noisy_ahead() const {
  const auto ahead = std::span(ranking).first(best.value_or(0));
  const auto found = std::ranges::find(ahead, true, &Candidate::noisy);
  return found == ahead.end() ? nullptr : &*found;
}

bool Recommendation::warns_of(Caveat caveat) const {
  return std::ranges::find(caveats, caveat) != caveats.end();
}

std::optional<bool> has(const MechanismInfo& mechanism, Need need) {
  if (need == Need::reliable && mechanism.delivery == Delivery::may_drop) return false;
  if (!mechanism.described) return {};
  switch (need) {
    case Need::no_spin:
      return mechanism.waiting == Waiting::blocks;
    case Need::unrelated:
      return mechanism.reach != Reach::related;
    case Need::network:
      return mechanism.reach == Reach::network;
    case Need::boundaries:
      return mechanism.framing == Framing::message;
    case Need::reliable:
      return mechanism.delivery == Delivery::reliable;
    case Need::peer_loss:
      return mechanism.peer_loss == PeerLoss::reported;
    case Need::fan_in:
      if (!mechanism.senders) return {};
      return mechanism.senders != Senders::one;
  }
  return {};
}

Placement usual_placement(const RunResult& run, Pattern pattern) {
  std::optional<Placement> first;
  for (const CellResult& cell : run.cells) {
    if (cell.cell.pattern != pattern || !cell.measured()) continue;
    if (cell.cell.placement.kind == PlacementKind::cross) return cell.cell.placement;
    if (!first) first = cell.cell.placement;
  }
  return first.value_or(Placement{});
}

Recommendation recommend(const RunResult& run, const Needs& needs) {
  const Placement placement = needs.placement.value_or(usual_placement(run, needs.pattern));
  Recommendation made = Ranking(run, needs, placement).make();
  made.caveats = caveats_of(run, made);
  return made;
}

}  // namespace ipcbench
