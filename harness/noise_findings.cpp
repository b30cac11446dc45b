// What the measured noise means for figures.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/noise.hpp"

namespace ipcbench {

namespace {

Symptom judge_clock(const ClockNoise& clock) {
  Symptom finding{.name = "clock_cost",
                  .severity = Severity::good,
                  .value = fmt::format("reading the clock takes {:.0f} ns, it steps by {} ns",
                                       clock.cost_ns, clock.step_ns)};
  constexpr double dear_ns = 100;
  constexpr double slow_ns = 500;
  constexpr std::int64_t coarse_ns = 1'000;
  if (clock.cost_ns < dear_ns && clock.step_ns < coarse_ns) return finding;
  finding.severity =
      clock.cost_ns < slow_ns && clock.step_ns < coarse_ns ? Severity::warning : Severity::bad;
  finding.effect =
      "each round trip reads it once: rows below some hundred ns (shared memory that spins) "
      "measure the clock";
  finding.remedy = "see clock_source";
  return finding;
}

Symptom judge_wake_up(const WakeUpNoise& wake_up) {
  Symptom finding{.name = "wake_up",
                  .severity = Severity::good,
                  .value = fmt::format("two wake-ups take {:.1f} us (p50), {:.1f} us (p99)",
                                       wake_up.p50_ns / 1e3, wake_up.p99_ns / 1e3)};
  constexpr double slow_ns = 25'000;
  constexpr double scattered = 4;
  if (wake_up.p50_ns >= slow_ns) {
    finding.severity = Severity::warning;
    finding.effect =
        "round trips of all mechanisms that sleep are mostly this, and nearly alike; it says "
        "little about the mechanisms";
    finding.remedy = "bare metal, or a host that lets idle guests poll (haltpoll)";
  } else if (wake_up.p99_ns >= scattered * wake_up.p50_ns) {
    finding.severity = Severity::note;
    finding.effect = "p99 of all mechanisms that sleep is this machine's more than theirs";
  }
  return finding;
}

std::optional<Symptom> judge_gaps(const std::vector<LostTime>& lost) {
  if (lost.empty()) return {};
  std::string shares;
  double worst = 0;
  std::int64_t longest_ns = 0;
  for (const LostTime& one : lost) {
    shares +=
        fmt::format("{}cpu {} lost {:.2f} %", shares.empty() ? "" : ", ", one.cpu, one.share * 100);
    worst = std::max(worst, one.share);
    longest_ns = std::max(longest_ns, one.longest_ns);
  }
  Symptom finding{.name = "lost_time",
                  .severity = Severity::good,
                  .value = fmt::format("{} of its time in gaps of up to {:.2f} ms", shares,
                                       static_cast<double>(longest_ns) / 1e6)};
  constexpr double noticeable = 0.01;
  constexpr double a_lot = 0.1;
  if (worst < noticeable) return finding;
  finding.severity = worst < a_lot ? Severity::warning : Severity::bad;
  finding.effect =
      "somebody else runs there: p99 and maxima of every row, and all of the spinning ones";
  finding.remedy = "stop other programs; on a virtual machine, ask for CPUs of your own";
  return finding;
}

std::optional<Symptom> judge_distances(const std::vector<PairDistance>& distances) {
  const PairDistance* worst = nullptr;
  for (const PairDistance& pair : distances) {
    if (pair.changes() && (worst == nullptr || pair.flips() > worst->flips())) worst = &pair;
  }
  if (worst == nullptr) {
    if (distances.empty()) return {};
    return Symptom{.name = "distance",
                   .severity = Severity::good,
                   .value = "the distances of the CPUs did not change"};
  }
  return Symptom{
      .name = "distance",
      .severity = Severity::warning,
      .value = fmt::format("cpus {} and {} are {:.0f} to {:.0f} ns apart, changing {} times "
                           "meanwhile",
                           worst->cpu_a, worst->cpu_b, worst->quantile(0.05), worst->quantile(0.95),
                           worst->flips()),
      .effect =
          "the host moves the CPUs: rows of shared memory and all throughputs come in two "
          "regimes that must not be compared",
      .remedy = "ask the host to pin the CPUs; `run` ranks within one regime"};
}

std::optional<Symptom> judge_steal(const std::optional<double>& share) {
  if (!share) return {};
  Symptom finding{.name = "steal_now",
                  .severity = Severity::good,
                  .value = fmt::format("{:.1f} % of CPU time stolen meanwhile", *share * 100)};
  constexpr double noticeable = 0.01;
  constexpr double a_lot = 0.1;
  if (*share < noticeable) return finding;
  finding.severity = *share < a_lot ? Severity::warning : Severity::bad;
  finding.effect = "the host runs others on these CPUs, right now: p99, maxima, spinning rows";
  finding.remedy = "wait, or ask the host for CPUs of your own";
  return finding;
}

}  // namespace

std::vector<Symptom> judge(const Noise& noise) {
  std::vector<Symptom> findings{judge_clock(noise.clock)};
  if (noise.wake_up) findings.push_back(judge_wake_up(*noise.wake_up));
  if (auto finding = judge_gaps(noise.lost)) findings.push_back(std::move(*finding));
  if (auto finding = judge_distances(noise.distances)) findings.push_back(std::move(*finding));
  if (auto finding = judge_steal(noise.stolen_share)) findings.push_back(std::move(*finding));
  return findings;
}

}  // namespace ipcbench
