// Asking the catalogue.
#include "bench/descriptions.hpp"

#include <utility>

#include "bench/mechanisms.hpp"

namespace ipcbench {

bool describe_mechanisms(RunResult& run) {
  bool any = false;
  for (CellResult& cell : run.cells) {
    MechanismInfo& info = cell.mechanism;
    const Mechanism* known = find_mechanism(cell.cell.mechanism);
    if (known == nullptr) continue;
    MechanismInfo ours = MechanismInfo::of(*known->descriptor);
    if (info.described) {
      if (!info.senders) info.senders = ours.senders;
      if (info.leaves_nothing_with.empty()) {
        info.leaves_nothing_with = std::move(ours.leaves_nothing_with);
      }
    } else {
      any = true;
      info = std::move(ours);
    }
  }
  return any;
}

}  // namespace ipcbench
