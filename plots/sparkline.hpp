// A row of values as one line of bars.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ipcbench {

/// What a terminal can show.
enum class Charset { ascii, utf8 };

/// Values in logarithms, from the least to the greatest of a chart: 0 to 1.
class LogScale {
 public:
  /// Of what is greater than 0; the rest cannot be shown on such a scale.
  void include(double value);
  [[nodiscard]] bool empty() const { return !(low_ <= high_); }
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }
  /// Goes on upwards until its ends are so far apart, so that noise is not drawn as a mountain.
  void widen(double least_ratio);
  /// Nothing for what is not on it.
  [[nodiscard]] std::optional<double> place(std::optional<double> value) const;
  /// What lies beyond an end is at that end.
  [[nodiscard]] std::optional<double> clamped(std::optional<double> value) const;

 private:
  double low_ = 1;
  double high_ = 0;
};

/// A bar for each value, `columns` wide; a gap for what is missing. Values beyond the scale's ends
/// have the bars of the ends.
[[nodiscard]] std::string sparkline(const std::vector<std::optional<double>>& values,
                                    const LogScale& scale, std::size_t columns, Charset charset);

/// The bar of the least and of the greatest value.
[[nodiscard]] std::string_view lowest_bar(Charset charset);
[[nodiscard]] std::string_view highest_bar(Charset charset);

}  // namespace ipcbench
