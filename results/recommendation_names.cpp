// The words for drawbacks and caveats: keys for programs.
#include "results/recommendation.hpp"

namespace ipcbench {

std::string_view name_of(Drawback drawback) {
  switch (drawback) {
    case Drawback::spins:
      return "spins";
    case Drawback::may_drop:
      return "may_drop";
    case Drawback::byte_stream:
      return "byte_stream";
    case Drawback::related_only:
      return "related_only";
    case Drawback::leaves_name:
      return "leaves_name";
    case Drawback::peer_loss_unnoticed:
      return "peer_loss_unnoticed";
    case Drawback::peer_loss_told_to_sender:
      return "peer_loss_told_to_sender";
    case Drawback::link_each:
      return "link_each";
  }
  return "";
}

std::string_view name_of(Caveat caveat) {
  switch (caveat) {
    case Caveat::interpolated:
      return "interpolated";
    case Caveat::few_trials:
      return "few_trials";
    case Caveat::separate_intervals:
      return "separate_intervals";
    case Caveat::best_is_noisy:
      return "best_is_noisy";
    case Caveat::noisy_ahead:
      return "noisy_ahead";
    case Caveat::one_sender:
      return "one_sender";
    case Caveat::loopback:
      return "loopback";
    case Caveat::incomplete:
      return "incomplete";
    case Caveat::virtual_machine:
      return "virtual_machine";
    case Caveat::other_placements:
      return "other_placements";
    case Caveat::one_regime:
      return "one_regime";
    case Caveat::one_machine:
      return "one_machine";
  }
  return "";
}

}  // namespace ipcbench
