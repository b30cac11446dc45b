// Drawing the matrix.
#include "plots/matrix_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/plain_text.hpp"
#include "plots/holes.hpp"
#include "plots/table.hpp"
#include "plots/text_width.hpp"
#include "results/beside_best.hpp"

namespace ipcbench {

namespace {

constexpr double row_height = 20;
constexpr double names_most = 230;
constexpr double column_most = 130, column_least = 46;
/// Columns as wide as that show the interval, too.
constexpr double column_with_interval = 96;
constexpr double baseline = 14;
constexpr double swatch = 46;

struct Columns {
  double names = 0, width = 0;
  std::vector<std::size_t> sizes;

  [[nodiscard]] double x(std::size_t column) const {
    return names + static_cast<double>(column) * width;
  }
};

/// All sizes, or as many of them, evenly, as there is room for.
Columns columns_of(const FigureData& data) {
  Columns columns;
  for (const FigureRow& row : data.rows) {
    columns.names = std::max(columns.names, text_width(row.name, font::label) + 12);
  }
  columns.names = std::min(columns.names, names_most);
  const double room = drawing_width - columns.names;
  const auto most = static_cast<std::size_t>(room / column_least);
  const std::size_t every = (data.sizes.size() + most - 1) / most;
  for (std::size_t i = 0; i < data.sizes.size(); i += std::max<std::size_t>(every, 1)) {
    columns.sizes.push_back(data.sizes[i]);
  }
  columns.width = std::min(room / static_cast<double>(columns.sizes.size()), column_most);
  return columns;
}

using Best = std::map<std::size_t, double>;

/// By size; as in the tables, a noisy cell wins nothing, and rounds say which is the best by the
/// metric that cells are ranked by.
Best best_of(const std::vector<const FigureRow*>& rows, const FigureInput& input,
             const Standings& standings) {
  Best best;
  const bool ranked = input.metric == main_metric(input.pattern);
  for (const FigureRow* row : rows) {
    for (const CellResult* cell : row->cells) {
      const Shown what = shown(input, cell);
      if (!what.estimate || what.noisy) continue;
      const auto beside = standings.find(cell);
      if (ranked && beside != standings.end() && beside->second.standing != Standing::best)
        continue;
      const double value = what.estimate->value;
      const auto [entry, is_first] = best.try_emplace(cell->cell.message_bytes, value);
      const bool better =
          lower_is_better(input.metric) ? value < entry->second : value > entry->second;
      if (!is_first && better) entry->second = value;
    }
  }
  return best;
}

double times_slower(double value, double best, std::string_view metric) {
  return lower_is_better(metric) ? value / best : best / value;
}

class Matrix {
 public:
  Matrix(const FigureInput& input, const FigureData& data)
      : input_(input), standings_(beside_best(data.section.cells)), columns_(columns_of(data)) {}

  void add_legend() {
    double x = 0;
    const std::string words = input_.metric == "throughput"
                                  ? "times less than the best of its size:"
                                  : "times the best of its size:";
    svg_.text({.x = x, .y = baseline}, words, "ax");
    x += text_width(words, font::label) + 10;
    for (std::size_t i = 0; i < heat_count; ++i) {
      const std::string label = i + 1 < heat_count ? fmt::format("\u2264 {}", heat_limits.at(i))
                                                   : fmt::format("> {}", heat_limits.back());
      svg_.rect({.x = x, .y = 1, .width = swatch, .height = 18}, fmt::format("q{}", i));
      svg_.text({.x = x + swatch / 2, .y = baseline}, label, fmt::format("lab num t{}", i),
                Anchor::middle);
      x += swatch;
    }
    svg_.rect({.x = x + 15, .y = 2, .width = 22, .height = 16}, "best");
    svg_.text({.x = x + 44, .y = baseline}, "the best", "ax");
    y_ = 30;
  }

  void add_sizes() {
    for (std::size_t i = 0; i < columns_.sizes.size(); ++i) {
      svg_.text({.x = columns_.x(i) + columns_.width / 2, .y = y_ + baseline},
                size_text(columns_.sizes[i]), "ax", Anchor::middle);
    }
    y_ += row_height;
  }

  void add_rows(const std::vector<const FigureRow*>& rows, Company company) {
    if (rows.empty()) return;
    svg_.text({.x = 0, .y = y_ + baseline}, company_phrase(company), "head");
    y_ += row_height;
    // The best of one is no news.
    const auto best = rows.size() > 1 ? best_of(rows, input_, standings_) : Best{};
    for (const FigureRow* row : rows) {
      svg_.text({.x = 0, .y = y_ + baseline},
                fitting(plain_line(row->name), font::label, columns_.names - 10), "lab");
      for (std::size_t i = 0; i < columns_.sizes.size(); ++i) {
        add_cell(row->at(columns_.sizes[i]), columns_.x(i), best, company);
      }
      y_ += row_height;
    }
    // The outlines last, so that no neighbour covers them.
    for (const Box& box : outlines_) svg_.rect(box, "best");
    outlines_.clear();
    y_ += 8;
  }

  [[nodiscard]] std::size_t shown_sizes() const { return columns_.sizes.size(); }
  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  void add_cell(const CellResult* cell, double x, const Best& best, Company company) {
    if (cell == nullptr) return;
    const Shown what = shown(input_, cell);
    const Box box{
        .x = x + 0.75, .y = y_ + 0.75, .width = columns_.width - 1.5, .height = row_height - 1.5};
    const Point middle{.x = x + columns_.width / 2, .y = y_ + baseline};
    const auto found = best.find(cell->cell.message_bytes);
    if (!what.estimate || found == best.end() || company == Company::floor) {
      const std::string_view classes = !what.estimate              ? "foot"
                                       : company == Company::floor ? "lab num soft"
                                                                   : "lab num";
      svg_.text(middle, text_of(what), classes, Anchor::middle);
      return;
    }
    const double value = what.estimate->value;
    const std::size_t heat = heat_of(times_slower(value, found->second, input_.metric));
    const bool wins = value == found->second && !what.noisy;
    svg_.open("g");
    svg_.tooltip(tooltip_of(input_, *cell));
    svg_.rect(box, fmt::format("q{}", heat));
    svg_.text(middle, text_of(what), fmt::format("lab num t{}{}", heat, wins ? " b" : ""),
              Anchor::middle);
    svg_.close();
    if (wins) outlines_.push_back(box);
  }

  [[nodiscard]] std::string text_of(const Shown& what) const {
    if (!what.estimate || columns_.width < column_with_interval) return what.text;
    const std::string width = half_width_text(*what.estimate);
    return width == "-" ? what.text : fmt::format("{} ±{}", what.text, width);
  }

  const FigureInput& input_;
  Standings standings_;
  Columns columns_;
  Svg svg_;
  std::vector<Box> outlines_;
  double y_ = 0;
};

bool has_values(const FigureInput& input, const FigureData& data) {
  return std::ranges::any_of(data.section.cells,
                             [&](const CellResult* cell) { return has_figure(input, cell); });
}

}  // namespace

std::string matrix_figure(const FigureInput& input) {
  const FigureData data = figure_data(input);
  const std::string unit = axis_unit(input.metric) == AxisUnit::ns ? "µs" : "MB/s";
  Frame frame = frame_of(input, data, fmt::format("{} in {}", metric_phrase(input.metric), unit));
  frame.notes = holes(data);
  if (!has_values(input, data)) {
    return words_instead(std::move(frame), "No cell of this part of the run has such a figure.");
  }
  const bool has_best =
      std::ranges::any_of(std::array{Company::sleeping, Company::spinning},
                          [&](Company company) { return data.rows_of(company).size() > 1; });
  Matrix matrix(input, data);
  if (has_best) matrix.add_legend();
  matrix.add_sizes();
  for (const Company company : {Company::sleeping, Company::spinning, Company::floor}) {
    matrix.add_rows(data.rows_of(company), company);
  }
  if (matrix.shown_sizes() < data.sizes.size()) {
    frame.notes.insert(frame.notes.begin(), fmt::format("{} of {} sizes have a column.",
                                                        matrix.shown_sizes(), data.sizes.size()));
  }
  if (has_best) {
    frame.notes.insert(frame.notes.begin(),
                       "Colour compares rows of the same group and size only: what spins is quick "
                       "because it keeps two CPUs busy. Outlined is the best; the tables say which "
                       "rows this run does not tell apart from it.");
  }
  return framed(frame, std::move(matrix).take());
}

}  // namespace ipcbench
