// Whether two results may be compared: what of machine, build and plan must be the same.
//
// docs/stored-baselines.md says which facts decide and why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// One plain line each: "kernel: A has 6.18.44, B has 6.1.0".
struct FingerprintDifferences {
  std::vector<std::string> fatal = {};  ///< a change of figures is no news then
  std::vector<std::string> noted = {};  ///< worth knowing

  [[nodiscard]] bool comparable() const { return fatal.empty(); }
};

/// Of machine, build and plan. What is being compared, version and commit of ipcbench, is no
/// difference, nor is what is never twice the same, such as the load.
[[nodiscard]] FingerprintDifferences fingerprint_differences(const RunResult& a,
                                                             const RunResult& b);
/// Of machine and build.
[[nodiscard]] FingerprintDifferences fingerprint_differences(const Environment& a,
                                                             const Environment& b);

/// Whether figures change with this fact, as far as this build knows.
[[nodiscard]] bool is_deciding_fact(std::string_view fact);

/// Twelve digits that are the same where no deciding fact differs: runs can be grouped by them.
[[nodiscard]] std::string fingerprint_of(const Environment& environment);

}  // namespace ipcbench
