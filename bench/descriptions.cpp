// Asking the catalogue.
#include "bench/descriptions.hpp"

#include "bench/mechanisms.hpp"

namespace ipcbench {

bool describe_mechanisms(RunResult& run) {
  bool any = false;
  for (CellResult& cell : run.cells) {
    MechanismInfo& info = cell.mechanism;
    const Mechanism* known = find_mechanism(cell.cell.mechanism);
    if (known == nullptr || (info.described && info.senders)) continue;
    if (info.described) {
      info.senders = known->descriptor->senders;
    } else {
      any = true;
      info = MechanismInfo::of(*known->descriptor);
    }
  }
  return any;
}

}  // namespace ipcbench
