// What other programs take of the measured CPUs; what this one and its pair take is left out.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/system_files.hpp"
#include "harness/machine.hpp"
#include "harness/placement.hpp"
#include "harness/weather.hpp"

namespace ipcbench {

/// All CPUs of these pairs, each once; of one that is not pinned, all that this process may use.
[[nodiscard]] std::vector<int> cpus_of(std::span<const Cpus> pairs);

/// The kernel's counts at one moment.
struct CpusLook {
  std::int64_t at_ns = 0;
  std::vector<std::pair<int, CpuTime>> cpus = {};
};

[[nodiscard]] CpusLook look_at_cpus(const SystemFiles& files, const std::vector<int>& cpus);
/// Each CPU for itself; what was ours there is for the caller to say.
[[nodiscard]] std::vector<WatchedCpu> watched_between(const CpusLook& before,
                                                      const CpusLook& after);
/// The same CPUs together, without a number; nothing where there are none.
[[nodiscard]] std::optional<WatchedCpu> together(std::span<const WatchedCpu> cpus);

/// CPU time of this process and of the children that it waited for.
[[nodiscard]] std::int64_t own_cpu_ns();

/// Time that others had, as far as the counts agree on it: below nothing where ticks fell so.
[[nodiscard]] std::int64_t others_ns(const WatchedCpu& watched);
/// The same as a part of the time, 0 to 1.
[[nodiscard]] double others_share(const WatchedCpu& watched);
/// What is less is nobody's concern: kernel threads, timers, and the waking of sleepers, which the
/// kernel counts neither as theirs nor as idle.
inline constexpr double noticeable_share = 0.1;
/// Whether it is so even if chance had a hand in the ticks of so many separate times of watching.
[[nodiscard]] bool is_shared(const WatchedCpu& watched, std::size_t times);
/// Whether others used a part of a CPU that is known to be shared. Less proof will do, and less
/// time: beside a process that hardly ever sleeps a program of low priority gets little.
[[nodiscard]] bool is_shared_where_known(const WatchedCpu& watched, std::size_t times);

/// "other programs used 97 % of cpu 0 and 12 % of cpu 1": only CPUs of which they had 1 % or more.
[[nodiscard]] std::string company_words(std::span<const WatchedCpu> cpus);

/// The counts around what a pair of processes does.
class PairWatch {
 public:
  /// `pids` are the client's and the server's.
  PairWatch(const Cpus& cpus, std::pair<pid_t, pid_t> pids);

  void begin() { before_ = look(); }
  /// Since begin(); empty where the kernel does not tell.
  [[nodiscard]] std::vector<WatchedCpu> end() const;

 private:
  struct Look {
    CpusLook cpus;
    std::optional<std::int64_t> client_ns, server_ns;
    std::int64_t coordinator_ns;
  };
  [[nodiscard]] Look look() const;

  Cpus cpus_;
  std::pair<pid_t, pid_t> pids_;
  std::vector<int> watched_;
  Look before_ = {};
};

/// How long the process was ready and had no CPU, since it began; not every kernel counts it.
[[nodiscard]] std::optional<std::int64_t> waited_ns(const SystemFiles& files, pid_t pid);

/// What others do right now.
struct CompanyLoad {
  std::vector<WatchedCpu> cpus = {};
  std::optional<double> waiting_share = {};  ///< of the time in which somebody has no CPU
};

/// Sleeps so long between two looks: who is measured shall not have to share with us. Nothing
/// where the kernel does not say how busy its CPUs are.
[[nodiscard]] std::optional<CompanyLoad> watch_company(const SystemFiles& files,
                                                       const std::vector<int>& cpus,
                                                       std::chrono::milliseconds time);

}  // namespace ipcbench
