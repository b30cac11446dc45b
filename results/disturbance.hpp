// What disturbed a trial, and when a cell is called noisy. Nothing is dropped for its value.
#pragma once

#include <string>

#include "results/model.hpp"

namespace ipcbench {

/// What disturbed the trial, in words; empty if nothing did.
[[nodiscard]] std::string disturbance_of(const TrialRecord& trial, const Cpus& cpus);

/// Notes whom the run and each of its cells shared their CPUs with, from what was watched.
void note_company(RunResult& run);

/// Notes company and each trial's disturbance, and gives measured cells their status: `noisy`, with
/// the cause, if other programs shared its CPUs, if more than a third of the counted trials were
/// disturbed, or if too few are in the regime that is shown. To be called after assign_regimes().
void judge_noise(RunResult& run);

}  // namespace ipcbench
