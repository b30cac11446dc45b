// Rounds, or what stands for them.
#include "results/arm_samples.hpp"

namespace ipcbench {

namespace {

/// What a stored result has instead of rounds.
RoundValue medians_of(const ComparedCell& cell, WhichArm arm) {
  RoundValue round;
  for (const Finding& finding : cell.findings) {
    const auto& value = arm == WhichArm::a ? finding.a : finding.b;
    if (finding.metric == "rtt_p50") round.p50_ns = value;
    if (finding.metric == "rtt_p99") round.p99_ns = value;
    if (finding.metric == "throughput" && value && *value > 0) {
      round.ns_per_message = static_cast<double>(cell.cell.message_bytes) * 1e3 / *value;
    }
  }
  return round;
}

}  // namespace

std::vector<RoundValue> samples_of(const ComparedCell& cell, WhichArm arm) {
  if (cell.rounds.empty()) return {medians_of(cell, arm)};
  std::vector<RoundValue> samples;
  for (const DuelRound& round : cell.rounds) samples.push_back(round_value(cell, round, arm));
  return samples;
}

}  // namespace ipcbench
