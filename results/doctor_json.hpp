// What the doctor found, as JSON for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/doctor.hpp"
#include "harness/noise.hpp"

namespace ipcbench {

[[nodiscard]] std::string doctor_json(const std::vector<Symptom>& findings,
                                      const std::optional<Noise>& noise);

}  // namespace ipcbench
