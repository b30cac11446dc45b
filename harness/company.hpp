// What other programs take of the measured CPUs right now; what this one takes is left out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/system_files.hpp"

namespace ipcbench {

/// The counts at one moment. What could not be read stays empty.
struct CompanyLook {
  std::int64_t at_ns = 0;
  std::int64_t own_ns = 0;  ///< CPU time of this process and of the children that it waited for
  std::optional<std::int64_t> busy_ns = {};     ///< of these CPUs, with ours
  std::optional<std::int64_t> waiting_ns = {};  ///< in which somebody was ready and had no CPU
};

[[nodiscard]] CompanyLook look_at_company(const SystemFiles& files, const std::vector<int>& cpus);

/// Between two looks.
struct CompanyLoad {
  double busy_cpus = 0;                      ///< as many as others kept busy, on average
  std::optional<double> waiting_share = {};  ///< of the time; not every kernel counts it
};

/// Nothing where the kernel does not say how busy its CPUs are.
[[nodiscard]] std::optional<CompanyLoad> company_between(const CompanyLook& before,
                                                         const CompanyLook& after);

/// Sleeps so long between two looks: who is measured shall not have to share with us.
[[nodiscard]] std::optional<CompanyLoad> watch_company(const SystemFiles& files,
                                                       const std::vector<int>& cpus,
                                                       std::chrono::milliseconds time);

}  // namespace ipcbench
