// Wording what surrounds the findings: the whole, the noise, who was compared and by which rules.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/plain_text.hpp"
#include "harness/company.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

struct Pairs {
  std::size_t all = 0, flipped = 0;
  std::size_t untold = 0;  ///< of the flipped: nobody knows whether they are
  std::vector<double> distances_ns = {};
};

void add(Pairs& pairs, const ComparedCell& cell) {
  for (const DuelRound& round : cell.rounds) {
    for (const SlicePair& pair : round.pairs) {
      ++pairs.all;
      if (pair.flipped) ++pairs.flipped;
      if (pair.flipped && (!pair.distance_before_ns || !pair.distance_after_ns)) ++pairs.untold;
      for (const auto& distance : {pair.distance_before_ns, pair.distance_after_ns}) {
        if (distance && std::isfinite(*distance)) pairs.distances_ns.push_back(*distance);
      }
    }
  }
}

std::string pairs_words(const Pairs& pairs) {
  const std::string untold =
      pairs.untold == 0 ? "" : fmt::format(" ({} times it could not be told)", pairs.untold);
  return fmt::format(
      "{} of {} flipped: the distance of the CPUs changed meanwhile{}, so they were measured again",
      pairs.flipped, pairs.all, untold);
}

std::string control_words(const Comparison& comparison) {
  if (!comparison.control) return "none: nobody knows whether the machine was fit";
  std::string text = cell_words(comparison.control->cell) + " against itself: ";
  const auto& findings = comparison.control->findings;
  if (findings.empty()) return text + "not measured";
  text += change_words(findings.front());
  if (const auto& change = findings.front().change; change && change->interval) {
    text += fmt::format(" [{}]", interval_words(findings.front()));
  }
  return text + (comparison.fit ? ", fit" : ", unfit: the machine itself shows a change");
}

std::string arm_words(const ComparedArm& arm) {
  std::string text = arm.command.empty() ? "unknown" : plain_line(arm.command);
  if (!arm.version.empty()) text += ", version " + plain_line(arm.version, 60);
  if (!arm.commit.empty()) text += ", commit " + plain_line(arm.commit, 60);
  return text;
}

std::string rules_words(const Comparison& comparison) {
  const ComparisonRules& rules = comparison.rules;
  std::string text = fmt::format(
      "a change counts from p50 {}, throughput {}, p99 {} on", percent_words(rules.delta_p50),
      percent_words(rules.delta_throughput), percent_words(rules.delta_p99));
  if (comparison.method == Comparison::Method::stored) return text;
  if (!comparison.mechanisms.empty()) text += ", a third of it where all sizes show it";
  if (rules.clear) {
    text += fmt::format("; clear: every cell is sure to be slower by less than {}",
                        percent_words(*rules.clear));
  }
  return text + fmt::format(
                    "; a false alarm in at most {} of the jobs (Holm); {} rounds to look, "
                    "{} fresh ones to confirm",
                    percent_words(rules.alpha), rules.screening_rounds, rules.confirmation_rounds);
}

std::string method_words(const Comparison& comparison) {
  std::string text = comparison.method == Comparison::Method::duel
                         ? fmt::format("slices in turn, seed {}", comparison.seed)
                         : "two stored results, the weaker way: they do not share their noise";
  text += fmt::format(", {:.1f} s", comparison.elapsed_s);
  if (comparison.budget_s) text += fmt::format(" of {:.0f} s", *comparison.budget_s);
  if (!comparison.started_at.empty()) text += ", " + plain_line(comparison.started_at, 40);
  return text;
}

const std::string* find(const Environment& environment, std::string_view name) {
  const auto found = std::ranges::find(environment, name, &Environment::value_type::first);
  return found == environment.end() ? nullptr : &found->second;
}

}  // namespace

std::string headline(const Comparison& comparison) {
  if (!comparison.incomparable.empty()) {
    return "not comparable: " + plain_line(comparison.incomparable.front());
  }
  const std::string summary = plain_line(comparison.summary, 600);
  if (comparison.verdict == Verdict::equivalent) {
    // Its sentence begins with these words.
    return summary.empty() ? "no regression" : summary;
  }
  const std::string verdict(name_of(comparison.verdict));
  return summary.empty() ? verdict : verdict + ": " + summary;
}

std::vector<std::string> remarks(const Comparison& comparison) {
  std::vector<std::string> lines;
  // The first one is in the headline.
  for (std::size_t i = 1; i < comparison.incomparable.size(); ++i) {
    lines.push_back("not comparable: " + plain_line(comparison.incomparable[i]));
  }
  if (comparison.interrupted_by != 0) {
    lines.push_back(fmt::format("interrupted by signal {}: what was measured until then",
                                comparison.interrupted_by));
  }
  for (const std::string& note : comparison.notes) lines.push_back(plain_line(note));
  return lines;
}

Facts noise_facts(const Comparison& comparison) {
  Facts facts;
  if (comparison.method == Comparison::Method::duel) {
    facts.emplace_back("control", control_words(comparison));
  }
  if (comparison.watched) {
    facts.emplace_back("company", fmt::format("other programs used {:.0f} % of the CPUs",
                                              others_share(*comparison.watched) * 100));
  }
  Pairs pairs;
  for (const ComparedCell& cell : comparison.cells) add(pairs, cell);
  if (comparison.control) add(pairs, *comparison.control);
  if (pairs.all == 0) return facts;
  facts.emplace_back("pairs", pairs_words(pairs));
  if (pairs.distances_ns.empty()) return facts;
  const auto [least, most] = std::ranges::minmax(pairs.distances_ns);
  facts.emplace_back("distance", fmt::format("{:.0f} to {:.0f} ns from CPU to CPU, half of the "
                                             "time at most {:.0f} ns",
                                             least, most, median(pairs.distances_ns)));
  return facts;
}

Facts comparison_facts(const Comparison& comparison) {
  Facts facts;
  for (const ComparedArm& arm : comparison.arms) {
    facts.emplace_back(plain_line(arm.name, 20), arm_words(arm));
  }
  facts.emplace_back("rules", rules_words(comparison));
  facts.emplace_back("method", method_words(comparison));
  if (!comparison.command_line.empty()) {
    facts.emplace_back("command", plain_line(comparison.command_line));
  }
  return facts;
}

Facts environment_facts(const Comparison& comparison) {
  Facts facts;
  for (const auto& [name, value] : comparison.environment) {
    facts.emplace_back(plain_line(name, 60), plain_line(value));
  }
  const auto& [a, b] = comparison.arms;
  for (const auto& [name, value] : a.environment) {
    const std::string* other = find(b.environment, name);
    if (other != nullptr && *other == value) continue;
    facts.emplace_back(plain_line(name, 60), fmt::format("A {}; B {}", plain_line(value),
                                                         other ? plain_line(*other) : "unknown"));
  }
  return facts;
}

}  // namespace ipcbench
