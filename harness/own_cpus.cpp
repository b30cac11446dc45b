// Asking for the affinity mask.
#include "harness/own_cpus.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <memory>

#include "harness/machine.hpp"

namespace ipcbench {

Expected<std::vector<int>> own_cpus() {
  // A fixed set of 1,024 CPUs would make sched_getaffinity(2) fail on larger machines.
  constexpr int most_cpus = 8192;
  const std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set(CPU_ALLOC(most_cpus),
                                                             [](cpu_set_t* s) { CPU_FREE(s); });
  const std::size_t bytes = CPU_ALLOC_SIZE(most_cpus);
  if (::sched_getaffinity(0, bytes, set.get()) != 0) return unexpected_errno("sched_getaffinity");
  std::vector<int> cpus;
  for (int cpu = 0; cpu < most_cpus; ++cpu) {
    if (CPU_ISSET_S(cpu, bytes, set.get())) cpus.push_back(cpu);
  }
  return cpus;
}

std::optional<std::string> forbidden_cpu(const Cpus& cpus) {
  const auto own = own_cpus();
  if (!own) return own.error().message();
  for (const auto& cpu : {cpus.client, cpus.server}) {
    if (!cpu || std::ranges::find(*own, *cpu) != own->end()) continue;
    return fmt::format("cpu {} is not among those that this process may use ({})", *cpu,
                       cpu_list_text(*own));
  }
  return {};
}

}  // namespace ipcbench
