// Axes: where a value lies, and which ticks are worth their ink.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ipcbench {

enum class ScaleKind { linear, logarithmic };

/// Maps values to places; what lies outside lies on the edge.
class Scale {
 public:
  Scale(ScaleKind kind, double low, double high, double from, double to);

  [[nodiscard]] double at(double value) const;
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  [[nodiscard]] double measure(double value) const;

  ScaleKind kind_;
  double low_, high_;
  double from_, to_;
};

/// The least range that holds all values; values that cannot be shown do not count.
class Range {
 public:
  explicit Range(ScaleKind kind) : kind_(kind) {}

  void add(double value);
  [[nodiscard]] bool empty() const { return empty_; }
  /// With room at both ends, in parts of the whole.
  [[nodiscard]] Scale scale(double from, double to, double margin) const;
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  ScaleKind kind_;
  bool empty_ = true;
  double low_ = 0, high_ = 0;
};

struct Tick {
  double value = 0;
  std::string label = {};  ///< empty: a line and no word
};

/// One for each size: "64 B", "4 KiB".
[[nodiscard]] std::vector<Tick> size_ticks(const std::vector<std::size_t>& sizes);

/// What a number on an axis is called.
enum class AxisUnit { ns, mb_per_s, percent, number };

/// Round values within a scale, at most about so many of them with a word.
[[nodiscard]] std::vector<Tick> log_ticks(const Scale& scale, AxisUnit unit, std::size_t most);
[[nodiscard]] std::vector<Tick> linear_ticks(const Scale& scale, AxisUnit unit, std::size_t most);

/// "500 ns", "2 µs", "30 MB/s", "+5 %"
[[nodiscard]] std::string axis_text(double value, AxisUnit unit);

/// Words that would touch each other become empty: side by side, or one above the other.
void thin_out_across(std::vector<Tick>& ticks, const Scale& scale, double font_size);
void thin_out_upwards(std::vector<Tick>& ticks, const Scale& scale, double font_size);

}  // namespace ipcbench
