// Whole numbers a message, the same in every round.
#include "results/exact_counters.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "results/statistics.hpp"

namespace ipcbench {

namespace {

constexpr double rounding = 1e-9;
/// Of the switches and faults of thousands of messages a few are the machine's.
constexpr double strays = 0.02;
/// Fewer rounds than an interval needs are none that always say the same.
constexpr std::size_t rounds_of_slices = trials_for_interval;

/// In each pass the same whole number. Two passes may well meet in a fraction by chance.
bool is_exact(const std::vector<double>& counts, double tolerance) {
  return !counts.empty() && std::ranges::all_of(counts, [&](double count) {
    return std::abs(count - std::round(counts.front())) <= tolerance;
  });
}

Finding finding_of(std::string_view metric, const std::vector<double>& of_a,
                   const std::vector<double>& of_b) {
  Finding finding{.metric = std::string(metric),
                  .unit = "1",
                  .rounds = static_cast<unsigned>(std::min(of_a.size(), of_b.size()))};
  if (of_a.empty() || of_b.empty()) return finding;
  const double a = median(of_a);
  const double b = median(of_b);
  finding.a = a;
  finding.b = b;
  if (a > 0) finding.change = Estimate{.value = (b - a) / a, .interval = {}};
  return finding;
}

/// Of counts that are exact.
Verdict verdict_of(const std::vector<double>& of_a, const std::vector<double>& of_b) {
  const double more = std::round(of_b.front()) - std::round(of_a.front());
  if (more == 0) return Verdict::equivalent;
  return more > 0 ? Verdict::regression : Verdict::improvement;
}

/// Without those that varied.
std::vector<double> numbers_of(std::vector<double> counts) {
  std::erase_if(counts, [](double count) { return std::isnan(count); });
  return counts;
}

std::vector<double> calls_of(const ComparedCell& cell, std::optional<double> DuelRound::* arm) {
  std::vector<double> counts;
  for (const DuelRound& round : cell.rounds) {
    if (const auto& count = round.*arm) counts.push_back(*count);
  }
  return counts;
}

std::optional<Finding> compare_syscalls(const ComparedCell& cell) {
  const auto of_a = calls_of(cell, &DuelRound::syscalls_a);
  const auto of_b = calls_of(cell, &DuelRound::syscalls_b);
  if (of_a.empty() || of_b.empty()) return {};
  Finding finding = finding_of(syscalls_metric, numbers_of(of_a), numbers_of(of_b));
  finding.rounds = static_cast<unsigned>(std::min(of_a.size(), of_b.size()));
  if (finding.rounds < 2) {
    finding.reason = "counted once only";
    finding.judged = false;
  } else if (!is_exact(of_a, rounding) || !is_exact(of_b, rounding)) {
    finding.reason = "varies from pass to pass";
    finding.judged = false;
  } else {
    finding.verdict = verdict_of(of_a, of_b);
  }
  return finding;
}

using Counter = std::uint64_t SliceFigures::*;

/// A message of all slices of a round, a round each; nothing if an arm does not say.
std::vector<double> counts_of(const ComparedCell& cell, SliceFigures SlicePair::* arm,
                              Counter counter) {
  std::vector<double> counts;
  for (const DuelRound& round : cell.rounds) {
    std::uint64_t count = 0;
    std::uint64_t messages = 0;
    for (const SlicePair& pair : round.pairs) {
      if ((pair.*arm).moved == 0) return {};
      count += (pair.*arm).*counter;
      messages += (pair.*arm).moved;
    }
    if (messages != 0) {
      counts.push_back(static_cast<double>(count) / static_cast<double>(messages));
    }
  }
  return counts;
}

std::optional<Finding> compare_slices(const ComparedCell& cell, std::string_view metric,
                                      Counter counter) {
  const auto of_a = counts_of(cell, &SlicePair::a, counter);
  const auto of_b = counts_of(cell, &SlicePair::b, counter);
  if (of_a.size() < rounds_of_slices || of_b.size() < rounds_of_slices) return {};
  if (!is_exact(of_a, strays) || !is_exact(of_b, strays)) return {};
  // Nothing is left of the strays, which would be hundreds of percents of nothing.
  Finding finding = finding_of(metric, {std::round(median(of_a))}, {std::round(median(of_b))});
  finding.rounds = static_cast<unsigned>(std::min(of_a.size(), of_b.size()));
  finding.verdict = verdict_of(of_a, of_b);
  return finding;
}

}  // namespace

std::vector<Finding> compare_counters(const ComparedCell& cell) {
  std::vector<Finding> findings;
  const auto add = [&](std::optional<Finding> finding) {
    if (finding) findings.push_back(std::move(*finding));
  };
  add(compare_syscalls(cell));
  add(compare_slices(cell, switches_metric, &SliceFigures::voluntary_switches));
  add(compare_slices(cell, faults_metric, &SliceFigures::faults));
  return findings;
}

}  // namespace ipcbench
