// What a figure does not show, in words: lost, skipped, failed, noisy.
#pragma once

#include <string>
#include <vector>

#include "plots/figure_input.hpp"

namespace ipcbench {

/// A sentence a status: "Skipped: udp at 64 KiB (a message holds at most 65507 bytes); ...". Rows
/// of the same reason stand together. Of a throughput first what was lost.
[[nodiscard]] std::vector<std::string> holes(const FigureData& data);
/// The same of one size only.
[[nodiscard]] std::vector<std::string> holes_at(const FigureData& data, std::size_t bytes);

/// "Lost: udp 42.3 to 54.8 % of its messages at 64 B, 4 KiB."; empty if nothing here may drop.
[[nodiscard]] std::string losses(const FigureData& data);

}  // namespace ipcbench
