// Drawing rows with a marker for each placement.
#include "plots/placement_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/plain_text.hpp"
#include "plots/holes.hpp"
#include "plots/panel.hpp"
#include "plots/table.hpp"
#include "plots/text_width.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

constexpr double names_room = 170, numbers_room = 66;
constexpr double row_height = 19;
constexpr double head_height = 24;
constexpr double inner_margin = 0.03;
constexpr double marker_radius = 4;
constexpr std::size_t most_ticks = 10;

/// A placement, and how its figures are marked.
struct Placed {
  FigureInput input;
  FigureData data;
  std::size_t marker = 0;
};

std::vector<Placed> placements_of(const FigureInput& input) {
  std::vector<Placed> all;
  for (const TableSection& section : table_sections(*input.run)) {
    if (section.pattern != input.pattern) continue;
    FigureInput one = input;
    one.placement = section.placement;
    all.push_back({.input = one, .data = figure_data(one), .marker = all.size()});
  }
  return all;
}

/// The name of every row at any placement, once.
std::vector<const FigureRow*> rows_of(const std::vector<Placed>& all, Company company) {
  std::vector<const FigureRow*> rows;
  for (const Placed& placed : all) {
    for (const FigureRow* row : placed.data.rows_of(company)) {
      if (std::ranges::find(rows, row->name, &FigureRow::name) == rows.end()) rows.push_back(row);
    }
  }
  return rows;
}

const CellResult* cell_of(const Placed& placed, const FigureRow& row, std::size_t bytes) {
  const auto same = std::ranges::find(placed.data.rows, row.name, &FigureRow::name);
  return same == placed.data.rows.end() ? nullptr : same->at(bytes);
}

class Rows {
 public:
  Rows(const FigureInput& input, const std::vector<Placed>& placements)
      : input_(input), placements_(placements) {}

  void add_legend() {
    double x = names_room;
    for (const Placed& placed : placements_) {
      svg_.open("g", {{"class", RowStyle{}.hue_class()}});
      draw_marker(svg_, {.x = x, .y = 8}, marker_radius, mark_of(placed, grey_hue));
      svg_.close();
      const std::string regime =
          regime_label(regimes_of(*input_.run, *placed.data.section.cells.front()));
      const std::string name =
          placed.input.placement.name() + (regime.empty() ? "" : ", ") + regime;
      svg_.text({.x = x + 10, .y = 12}, name, "lab");
      x += text_width(name, font::label) + 34;
    }
    y_ = head_height;
  }

  void add(const std::vector<const FigureRow*>& rows, Company company) {
    Range range(ScaleKind::logarithmic);
    std::vector<const FigureRow*> measured;
    bool is_compared = false;
    for (const FigureRow* row : rows) {
      std::size_t values = 0;
      for (const Placed& placed : placements_) {
        const auto estimate = value_of(placed, *row);
        if (!estimate) continue;
        range.add(estimate->value);
        ++values;
      }
      if (values > 0) measured.push_back(row);
      is_compared = is_compared || values > 1;
    }
    if (measured.empty()) return;
    svg_.text({.x = 0, .y = y_ + font::head}, company_phrase(company), "head");
    const double numbers = numbers_room * static_cast<double>(placements_.size());
    const Box box{.x = names_room,
                  .y = y_ + head_height,
                  .width = drawing_width - names_room - numbers,
                  .height = row_height * static_cast<double>(measured.size())};
    add_number_heads(box);
    const Panel panel{.box = box,
                      .x = range.scale(box.x, box.right(), inner_margin),
                      .y = Scale(ScaleKind::linear, 0, 1, box.bottom(), box.y)};
    // Points that no other one is near to need no axis: the numbers say it.
    if (is_compared) {
      draw_across_axis(svg_, panel, log_ticks(panel.x, axis_unit(input_.metric), most_ticks));
    }
    double y = box.y + row_height / 2;
    for (const FigureRow* row : measured) {
      add_name_and_numbers(*row, box, y);
      if (is_compared) add_markers(*row, panel.x, y);
      y += row_height;
    }
    y_ = box.bottom() + (is_compared ? across_axis_height : 0) + 10;
  }

  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  static RowStyle mark_of(const Placed& placed, std::size_t hue) {
    return {.hue = hue, .place = placed.marker};
  }

  [[nodiscard]] std::optional<Estimate> value_of(const Placed& placed, const FigureRow& row) const {
    return shown(input_, cell_of(placed, row, input_.message_bytes)).estimate;
  }

  void add_number_heads(const Box& box) {
    double x = box.right() + numbers_room;
    for (const Placed& placed : placements_) {
      svg_.text({.x = x, .y = y_ + font::head},
                fitting(placed.input.placement.name(), font::label, numbers_room - 6), "ax",
                Anchor::end);
      x += numbers_room;
    }
  }

  void add_name_and_numbers(const FigureRow& row, const Box& box, double y) {
    const double text_y = y + font::label * 0.35;
    svg_.text({.x = 0, .y = text_y}, fitting(plain_line(row.name), font::label, names_room - 12),
              "lab");
    double x = box.right() + numbers_room;
    for (const Placed& placed : placements_) {
      const Shown what = shown(input_, cell_of(placed, row, input_.message_bytes));
      svg_.text({.x = x, .y = text_y}, what.text, what.estimate ? "lab num" : "foot", Anchor::end);
      x += numbers_room;
    }
  }

  void add_markers(const FigureRow& row, const Scale& scale, double y) {
    Range places(ScaleKind::linear);
    for (const Placed& placed : placements_) {
      const auto estimate = value_of(placed, row);
      if (estimate) places.add(scale.at(estimate->value));
    }
    svg_.open("g", {{"class", row.style.hue_class()}});
    svg_.line({.x = places.low(), .y = y}, {.x = places.high(), .y = y}, "lead");
    for (const Placed& placed : placements_) {
      const auto estimate = value_of(placed, row);
      if (!estimate) continue;
      const CellResult& cell = *cell_of(placed, row, input_.message_bytes);
      svg_.open("g");
      svg_.tooltip(fmt::format("{}: {}", placed.input.placement.name(), tooltip_of(input_, cell)));
      draw_marker(svg_, {.x = scale.at(estimate->value), .y = y}, marker_radius,
                  mark_of(placed, row.style.hue));
      svg_.close();
    }
    svg_.close();
  }

  const FigureInput& input_;
  const std::vector<Placed>& placements_;
  Svg svg_;
  double y_ = 0;
};

/// What is the same at several placements is said once.
void add_holes(std::vector<std::string>& notes, const std::vector<Placed>& placements,
               std::size_t bytes) {
  std::map<std::string, std::string> where;
  std::vector<std::string> order;
  for (const Placed& placed : placements) {
    for (const std::string& hole : holes_at(placed.data, bytes)) {
      std::string& names = where[hole];
      if (names.empty()) order.push_back(hole);
      names += (names.empty() ? "" : ", ") + placed.input.placement.name();
    }
  }
  for (const std::string& hole : order) notes.push_back(fmt::format("{}: {}", where[hole], hole));
}

}  // namespace

std::string placement_figure(const FigureInput& input) {
  const auto placements = placements_of(input);
  const FigureData data = figure_data(input);
  Frame frame = frame_of(input, data,
                         fmt::format("{} at {}, by placement", metric_phrase(input.metric),
                                     size_text(input.message_bytes)));
  frame.subtitle = fmt::format("where the two processes run: {} is better",
                               lower_is_better(input.metric) ? "lower" : "higher");
  const bool is_measured = std::ranges::any_of(placements, [&](const Placed& placed) {
    return std::ranges::any_of(placed.data.rows, [&](const FigureRow& row) {
      return row.company != Company::floor && has_figure(input, row.at(input.message_bytes));
    });
  });
  if (placements.size() < 2 || !is_measured) {
    return words_instead(std::move(frame), "This run has no two placements to compare.");
  }
  Rows rows(input, placements);
  rows.add_legend();
  // Floors have no peer that could be elsewhere.
  for (const Company company : {Company::sleeping, Company::spinning}) {
    rows.add(rows_of(placements, company), company);
  }
  frame.notes.push_back(fmt::format(
      "At the right the values in {}. Logarithmic axes, a scale a group. On one CPU two "
      "processes take turns; on two, each wakes the other one up.",
      axis_unit(input.metric) == AxisUnit::ns ? "µs" : "MB/s"));
  add_holes(frame.notes, placements, input.message_bytes);
  return framed(frame, std::move(rows).take());
}

}  // namespace ipcbench
