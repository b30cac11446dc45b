// Axes, lines and labels.
#include "plots/line_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "plots/braille.hpp"
#include "plots/layout.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t chart_rows = 14;
constexpr std::size_t axis_columns = 9;  ///< "   10.0 |"

/// 1, 2 and 5 of each power of ten within the scale; powers alone where those are enough.
std::vector<double> ticks_of(const LogScale& scale) {
  std::vector<double> powers;
  std::vector<double> all;
  for (int exponent = static_cast<int>(std::floor(std::log10(scale.low())));
       exponent <= static_cast<int>(std::ceil(std::log10(scale.high()))); ++exponent) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double tick = digit * std::pow(10.0, exponent);
      if (!scale.place(tick)) continue;
      all.push_back(tick);
      if (digit == 1.0) powers.push_back(tick);
    }
  }
  if (powers.size() >= 3) return powers;
  // A narrow scale has no such number: then its ends.
  if (all.size() >= 2) return all;
  return {scale.low(), scale.high()};
}

std::vector<double> places_of(const std::vector<std::size_t>& sizes) {
  LogScale scale;
  for (const std::size_t bytes : sizes) scale.include(static_cast<double>(bytes));
  std::vector<double> places;
  for (const std::size_t bytes : sizes) {
    places.push_back(scale.place(static_cast<double>(bytes)).value_or(0));
  }
  return places;
}

void draw(LineCanvas& canvas, std::size_t number, const ChartLine& line,
          const std::vector<double>& places, const LogScale& scale) {
  LineCanvas::Point last;
  bool gap = true;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto height = scale.place(line.values[i]);
    const LineCanvas::Point here{.x = places[i], .y = height.value_or(0)};
    // What stands alone between gaps is a point.
    if (height) canvas.draw(number, gap ? here : last, here);
    gap = !height;
    last = here;
  }
}

/// Each label in a row of its own, as near to its line's end as the others allow.
std::array<std::optional<std::size_t>, chart_rows> label_rows(const LineChart& chart,
                                                              const LineCanvas& canvas,
                                                              const LogScale& scale) {
  std::vector<std::pair<double, std::size_t>> ends;
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    std::optional<double> end;
    for (const auto& value : chart.lines[i].values) {
      if (const auto place = scale.place(value)) end = place;
    }
    if (end) ends.emplace_back(-*end, i);
  }
  std::ranges::sort(ends);
  std::array<std::optional<std::size_t>, chart_rows> rows{};
  std::size_t next = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const std::size_t below = std::min(ends.size() - 1 - i, chart_rows - 1);
    const std::size_t wanted = std::max(next, canvas.row_of(-ends[i].first));
    const std::size_t row = std::min(wanted, chart_rows - 1 - below);
    if (row >= chart_rows || rows[row]) continue;
    rows[row] = ends[i].second;
    next = row + 1;
  }
  return rows;
}

/// The sizes below the axis; one that would touch the one before is left out, but never the last.
std::string size_labels(const std::vector<std::size_t>& sizes, const std::vector<double>& places,
                        std::size_t columns) {
  const std::size_t room = columns + axis_columns + 2;
  std::string line(room, ' ');
  std::size_t free_from = 0;
  const auto start_of = [&](std::size_t i) {
    const auto middle =
        static_cast<std::size_t>(std::lround(places[i] * static_cast<double>(columns - 1)));
    const std::size_t size = size_text(sizes[i]).size();
    const std::size_t start = axis_columns + middle;
    return std::min(start - std::min(start, size / 2), room - size);
  };
  const std::size_t last = start_of(sizes.size() - 1);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::string text = size_text(sizes[i]);
    const std::size_t start = start_of(i);
    const bool is_last = i + 1 == sizes.size();
    if (start < free_from || (!is_last && start + text.size() + 1 > last)) continue;
    line.replace(start, text.size(), text);
    free_from = start + text.size() + 1;
  }
  return line;
}

std::string label_text(const LineChart& chart, std::size_t number, Charset charset, Colour colour) {
  const ChartLine& line = chart.lines[number];
  const std::string text = charset == Charset::ascii
                               ? fmt::format("{} {}", LineCanvas::letter(number), line.label)
                               : line.label;
  return colour == Colour::on ? fmt::format("\033[{}m{}\033[0m", line.colour, text) : text;
}

}  // namespace

std::string line_chart_text(const LineChart& chart, std::size_t width, Charset charset,
                            Colour colour) {
  LogScale scale;
  std::size_t longest = 0;
  std::vector<int> colours;
  for (const ChartLine& line : chart.lines) {
    for (const auto& value : line.values) scale.include(value.value_or(0));
    longest = std::max(longest, line.label.size());
    if (colour == Colour::on) colours.push_back(line.colour);
  }
  if (scale.empty() || chart.sizes.size() < 2) return {};
  const std::size_t taken = axis_columns + longest + 4;
  const std::size_t columns = width > taken + 20 ? width - taken : 20;

  LineCanvas canvas(columns, chart_rows, charset);
  const auto places = places_of(chart.sizes);
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    draw(canvas, i, chart.lines[i], places, scale);
  }
  std::array<std::string, chart_rows> ticks;
  for (const double tick : ticks_of(scale)) {
    ticks[canvas.row_of(scale.place(tick).value_or(0))] = brief_number(tick);
  }
  const auto labels = label_rows(chart, canvas, scale);
  std::string text;
  for (std::size_t row = 0; row < chart_rows; ++row) {
    std::string line = fmt::format("{:>{}} {}{}", ticks[row], axis_columns - 2,
                                   charset == Charset::utf8 ? "│" : "|", canvas.row(row, colours));
    const auto& label = labels[row];
    if (label) line += " " + label_text(chart, *label, charset, colour);
    append_line(text, line);
  }
  append_line(text, size_labels(chart.sizes, places, columns));
  return text;
}

}  // namespace ipcbench
