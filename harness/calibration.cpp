// Slices grow until one fills its share of the warm-up.
#include "harness/calibration.hpp"

#include <algorithm>

namespace ipcbench {

namespace {

constexpr std::uint64_t first_guess_messages = 4;
/// On a busy machine two slices in a row may be preempted, hardly four.
constexpr unsigned fewest_slices = 4;
/// Two that agree with what is known of the cell were not preempted.
constexpr unsigned fewest_expected_slices = 2;
constexpr double agreement = 1.5;
// A slice that is shorter than this says more about the clock than about the mechanism.
constexpr std::int64_t shortest_told_ns = 2'000;
/// Nothing is quicker, a loop without a body neither.
constexpr double least_ns_per_message = 0.1;
/// The number of messages grows by at most this factor from one slice to the next.
constexpr double most_growth = 16;

double ns_per_message_of(const Slice& slice) {
  const double each_ns = static_cast<double>(slice.elapsed_ns) /
                         static_cast<double>(std::max<std::uint64_t>(slice.sent, 1));
  return std::max(each_ns, least_ns_per_message);
}

}  // namespace

Calibration::Calibration(std::chrono::nanoseconds warmup, std::optional<double> expected_ns)
    : warmup_(warmup),
      expected_ns_(expected_ns),
      target_ns_(static_cast<double>(warmup.count()) / 2),
      messages_(first_guess_messages) {
  if (expected_ns) {
    messages_ = static_cast<std::uint64_t>(
        std::max(target_ns_ / std::max(*expected_ns, least_ns_per_message), 1.0));
  }
}

void Calibration::note(const Slice& slice, std::chrono::nanoseconds since_began) {
  ++slices_;
  const double most_messages = target_ns_ / least_ns_per_message;
  const auto sent = static_cast<double>(messages_);
  const bool tells = slice.elapsed_ns >= shortest_told_ns || sent >= most_messages;
  if (tells) fastest_ns_ = std::min(fastest_ns_, ns_per_message_of(slice));
  const bool as_expected = expected_ns_ && fastest_ns_ <= agreement * *expected_ns_;
  const bool filled = tells && fastest_ns_ * sent >= target_ns_ / 2;
  over_ = slices_ >= (as_expected ? fewest_expected_slices : fewest_slices) && filled &&
          since_began >= warmup_;
  const double wanted = tells ? target_ns_ / fastest_ns_ : most_messages;
  messages_ = static_cast<std::uint64_t>(std::clamp(wanted, 1.0, most_growth * sent));
}

}  // namespace ipcbench
