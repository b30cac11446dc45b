// Wording recommendations.
#include "plots/recommendation_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "plots/layout.hpp"
#include "plots/table.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

struct NeedWords {
  Need need;
  std::string_view option, has, lacks;
};

constexpr NeedWords need_words[] = {
    {Need::no_spin, "--no-spin", "sleeps while it waits", "spinning"},
    {Need::unrelated, "--unrelated", "joins unrelated processes",
     "only for processes that inherit the link"},
    {Need::network, "--network", "reaches another machine", "no other machine"},
    {Need::boundaries, "--boundaries", "keeps message boundaries", "no message boundaries"},
    {Need::reliable, "--reliable", "drops nothing", "may drop messages"},
    {Need::peer_loss, "--peer-loss", "tells both calls when the peer is dead",
     "a dead peer is not told by both calls"},
    {Need::fan_in, "--fan-in", "lets one receiver wait for several senders", "one sender only"},
};

const NeedWords& words_of(Need need) {
  return *std::ranges::find(need_words, need, &NeedWords::need);
}

struct DrawbackWords {
  Drawback drawback;
  std::string_view word, meaning;
};

constexpr DrawbackWords drawback_words[] = {
    {Drawback::spins, "spins", "burns a core on each side while it waits"},
    {Drawback::may_drop, "drops", "may drop messages"},
    {Drawback::byte_stream, "stream", "keeps no message boundaries"},
    {Drawback::related_only, "fork", "is only for processes that inherit the link"},
    {Drawback::leaves_name, "name", "leaves a name behind if it is killed at the wrong moment"},
    {Drawback::peer_loss_unnoticed, "peer", "does not notice a dead peer"},
    {Drawback::peer_loss_told_to_sender, "send", "notices a dead peer only when it sends"},
    {Drawback::link_each, "links", "needs a link for each sender, and a receiver that polls"},
};

const DrawbackWords& words_of(Drawback drawback) {
  return *std::ranges::find(drawback_words, drawback, &DrawbackWords::drawback);
}

struct Shown {
  std::string_view unit;
  double factor;
};

Shown shown(RankedBy by) {
  return by == RankedBy::throughput ? Shown{.unit = "MB/s", .factor = 1}
                                    : Shown{.unit = "us", .factor = 1e-3};
}

std::string interval_text(RankedBy by, const Estimate& estimate) {
  if (!estimate.interval) return {};
  const auto [low, high] = *estimate.interval;
  const double factor = shown(by).factor;
  return fmt::format(" [{}, {}]", brief_number(low * factor), brief_number(high * factor));
}

std::string value_text(RankedBy by, const Estimate& estimate) {
  const auto [unit, factor] = shown(by);
  return fmt::format("{} {}", brief_number(estimate.value * factor), unit);
}

std::string machine_text(const RunResult& run, const Recommendation& made) {
  std::string machine;
  for (const std::string_view fact : {"cpu", "kernel"}) {
    std::string value = fact_of(run, fact);
    if (value == "unknown") continue;
    // The kernel's version goes on with its date.
    if (fact == "kernel") value = "Linux " + value.substr(0, value.find(' '));
    machine += (machine.empty() ? ": " : ", ") + value;
  }
  const bool guest = made.warns_of(Caveat::virtual_machine);
  return fmt::format(
      "Measured on one machine{}{}. Another one has other figures.", machine,
      guest ? "; a virtual machine, where a wake-up costs what its host makes of it" : "");
}

std::string placements_text(const RunResult& run, const Recommendation& made) {
  std::vector<std::string> others;
  for (const CellResult& cell : run.cells) {
    const std::string name = cell.cell.placement.name();
    if (cell.cell.pattern != made.needs.pattern || !cell.measured()) continue;
    if (cell.cell.placement == made.placement || std::ranges::find(others, name) != others.end()) {
      continue;
    }
    others.push_back(name);
  }
  return fmt::format("Other placements have other figures; measured, too: --placement {}.",
                     fmt::join(others, ", "));
}

std::string regime_text(const RunResult& run, const Recommendation& made) {
  const auto regimes = std::ranges::find(run.regimes, made.placement.name(), &Regimes::placement);
  return fmt::format(
      "The distance of the CPUs changed; these are the trials in which it was {}. --regime "
      "shows the others.",
      regime_label(regimes == run.regimes.end() ? nullptr : &*regimes));
}

std::string caveat_text(const RunResult& run, const Recommendation& made, Caveat caveat) {
  switch (caveat) {
    case Caveat::interpolated:
      return fmt::format(
          "{} was not measured. The figures lie between those at {} and at {}, on a straight line "
          "in logarithms; what happens in between, the intervals do not know.",
          size_text(made.needs.message_bytes), size_text(made.sizes.front()),
          size_text(made.sizes.back()));
    case Caveat::few_trials:
      return fmt::format("Too few trials for intervals ({} make one): the order is not certain.",
                         trials_for_interval);
    case Caveat::separate_intervals:
      return fmt::format(
          "Some rows share fewer than {} rounds with the best: whether their intervals overlap "
          "decides there.",
          rounds_for_ratio);
    case Caveat::best_is_noisy:
      return fmt::format("Nothing was measured undisturbed; of the best: {}.",
                         made.winner()->noise);
    case Caveat::noisy_ahead:
      return fmt::format("{} has a better figure, but was disturbed: {}.", made.noisy_ahead()->row,
                         made.noisy_ahead()->noise);
    case Caveat::one_sender:
      return fmt::format(
          "Measured with one sender; what several do to each other is not in these figures.{}",
          made.needs.pattern == Pattern::round_trip ? " A link that they share carries requests; "
                                                      "an answer needs a way back to its sender."
                                                    : "");
    case Caveat::loopback:
      return "Measured over loopback, on one machine: a network adds its own time.";
    case Caveat::incomplete:
      return "The run did not come to its end.";
    case Caveat::virtual_machine:
      return {};  // said with the machine
    case Caveat::other_placements:
      return placements_text(run, made);
    case Caveat::one_regime:
      return regime_text(run, made);
    case Caveat::one_machine:
      return machine_text(run, made);
  }
  return {};
}

}  // namespace

std::string_view has_text(Need need) {
  return words_of(need).has;
}

std::string_view lacks_text(Need need) {
  return words_of(need).lacks;
}

std::string_view option_of(Need need) {
  return words_of(need).option;
}

std::string_view word_of(Drawback drawback) {
  return words_of(drawback).word;
}

std::string_view meaning_of(Drawback drawback) {
  return words_of(drawback).meaning;
}

std::string figure_text(RankedBy by, const Estimate& estimate) {
  return value_text(by, estimate) + interval_text(by, estimate);
}

std::string_view ranked_text(RankedBy by) {
  switch (by) {
    case RankedBy::p50:
      return "round trip";
    case RankedBy::p99:
      return "p99 round trip";
    case RankedBy::throughput:
      return "throughput";
    case RankedBy::cpu:
      return "CPU time a message";
  }
  return {};
}

std::string_view unit_of(RankedBy by) {
  return shown(by).unit;
}

std::vector<std::string> caveat_texts(const RunResult& run, const Recommendation& made) {
  std::vector<std::string> texts;
  for (const Caveat caveat : made.caveats) {
    std::string text = caveat_text(run, made, caveat);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

std::string headline(const Recommendation& made, const Candidate& candidate) {
  const RankedBy by = made.needs.ranked_by;
  std::string text = fmt::format("{}{} {} at {}{}", made.sizes.size() == 2 ? "about " : "",
                                 value_text(by, candidate.ranked.estimate), ranked_text(by),
                                 size_text(made.needs.message_bytes),
                                 interval_text(by, candidate.ranked.estimate));
  if (by != RankedBy::p99 && candidate.p99) {
    text +=
        fmt::format(", p99 {}{}", made.needs.pattern == Pattern::stream ? "of a round trip " : "",
                    value_text(RankedBy::p99, *candidate.p99));
  }
  if (by != RankedBy::cpu && candidate.cpu) {
    text += fmt::format(", {} of CPU a message", value_text(RankedBy::cpu, *candidate.cpu));
  }
  if (made.sizes.size() < 2) return text;
  std::vector<std::string> measured;
  for (const MeasuredAt& at : candidate.ranked.measured) {
    measured.push_back(
        fmt::format("{} at {}", value_text(by, at.estimate), size_text(at.message_bytes)));
  }
  return text + fmt::format("; measured: {}", fmt::join(measured, ", "));
}

}  // namespace ipcbench
