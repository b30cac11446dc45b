// How a run was made, in words for people.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "results/model.hpp"

namespace ipcbench {

/// What is wrong with a run as a whole; empty if nothing: "this run did not come to its end".
[[nodiscard]] std::string run_note(const RunResult& run);

/// Who shared its CPUs and what that did to its cells; empty if nobody did.
[[nodiscard]] std::string company_note(const RunResult& run);

/// How a run was made, for people: suite, rounds, seed, times, regimes.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> run_method(const RunResult& run);

}  // namespace ipcbench
