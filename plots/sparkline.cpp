// Choosing bars.
#include "plots/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ipcbench {

namespace {

constexpr std::size_t levels = 8;
constexpr std::array<std::string_view, levels> blocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, levels> signs = {".", ":", "-", "=", "+", "*", "#", "@"};

std::string_view bar(std::size_t level, Charset charset) {
  return charset == Charset::utf8 ? blocks[level] : signs[level];
}

}  // namespace

void LogScale::include(double value) {
  if (!(value > 0) || !std::isfinite(value)) return;
  if (empty()) low_ = high_ = value;
  low_ = std::min(low_, value);
  high_ = std::max(high_, value);
}

void LogScale::widen(double least_ratio) {
  if (!empty()) high_ = std::max(high_, low_ * least_ratio);
}

std::optional<double> LogScale::clamped(std::optional<double> value) const {
  if (!value || empty() || !(*value > 0)) return {};
  return place(std::clamp(*value, low_, high_));
}

std::optional<double> LogScale::place(std::optional<double> value) const {
  if (!value || empty() || !(*value >= low_ && *value <= high_)) return {};
  // All values the same: in the middle.
  if (low_ == high_) return 0.5;
  return std::log(*value / low_) / std::log(high_ / low_);
}

std::string sparkline(const std::vector<std::optional<double>>& values, const LogScale& scale,
                      std::size_t columns, Charset charset) {
  std::string line;
  for (const auto& value : values) {
    const auto place = scale.clamped(value);
    const auto level = std::min(
        levels - 1, static_cast<std::size_t>(place.value_or(0) * static_cast<double>(levels)));
    for (std::size_t i = 0; i < columns; ++i) line += place ? bar(level, charset) : " ";
  }
  return line;
}

std::string_view lowest_bar(Charset charset) {
  return bar(0, charset);
}

std::string_view highest_bar(Charset charset) {
  return bar(levels - 1, charset);
}

}  // namespace ipcbench
