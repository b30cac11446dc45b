// What duels of a program with itself say of a machine, in plain words.
#pragma once

#include <cstddef>
#include <string>

#include "results/self_test_series.hpp"

namespace ipcbench {

/// For a terminal.
[[nodiscard]] std::string self_test_text(const SelfTestSeries& series, std::size_t width);
/// As GitHub's Markdown.
[[nodiscard]] std::string self_test_markdown(const SelfTestSeries& series);

}  // namespace ipcbench
