// A self-test as JSON: results/schema/self-test-v1.schema.json describes it.
#pragma once

#include <string>

#include "results/self_test_series.hpp"

namespace ipcbench {

inline constexpr int self_test_schema_version = 1;

[[nodiscard]] std::string self_test_json(const SelfTestSeries& series);

}  // namespace ipcbench
