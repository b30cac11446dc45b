// Sorting a run into the rows of figures, and wording what is shown.
#include "plots/figure_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/plain_text.hpp"
#include "plots/table.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

Company company_of(const MechanismInfo& mechanism) {
  if (mechanism.family == Family::floor) return Company::floor;
  return mechanism.waiting == Waiting::spins ? Company::spinning : Company::sleeping;
}

/// Counted over the whole run, so that a row looks the same in all of its figures.
std::map<std::string, RowStyle> styles_of(const RunResult& run) {
  std::map<std::string, RowStyle> styles;
  std::map<std::size_t, std::size_t> count;
  for (const CellResult& cell : run.cells) {
    const std::string row = cell.cell.row();
    if (styles.contains(row)) continue;
    const std::size_t hue = hue_of(cell.mechanism.family);
    styles[row] = {.hue = hue, .place = count[hue]++};
  }
  return styles;
}

}  // namespace

const CellResult* FigureRow::at(std::size_t bytes) const {
  const auto found = std::ranges::find_if(
      cells, [&](const CellResult* cell) { return cell->cell.message_bytes == bytes; });
  return found == cells.end() ? nullptr : *found;
}

std::vector<const FigureRow*> FigureData::rows_of(Company company) const {
  std::vector<const FigureRow*> some;
  for (const FigureRow& row : rows) {
    if (row.company == company) some.push_back(&row);
  }
  return some;
}

FigureData figure_data(const FigureInput& input) {
  FigureData data{.section = {.pattern = input.pattern, .placement = input.placement, .cells = {}},
                  .rows = {},
                  .sizes = {}};
  for (TableSection& section : table_sections(*input.run)) {
    if (section.pattern == input.pattern && section.placement == input.placement) {
      data.section = std::move(section);
    }
  }
  data.sizes = data.section.sizes();
  const auto styles = styles_of(*input.run);
  std::map<std::string, std::vector<const CellResult*>> cells_of;
  for (const CellResult* cell : data.section.cells) cells_of[cell->cell.row()].push_back(cell);
  for (const std::string& name : data.section.rows()) {
    FigureRow row{.name = name, .style = styles.at(name), .cells = std::move(cells_of[name])};
    row.company = company_of(row.cells.front()->mechanism);
    std::ranges::stable_sort(row.cells, {},
                             [](const CellResult* cell) { return cell->cell.message_bytes; });
    data.rows.push_back(std::move(row));
  }
  return data;
}

Shown shown(const FigureInput& input, const CellResult* cell) {
  if (cell == nullptr) return {};
  if (!cell->measured()) return {.estimate = {}, .text = std::string(name_of(cell->status))};
  auto estimate = input.measurements ? input.measurements->find(*cell, input.metric)
                                     : figure_of(*cell, input.metric);
  if (!estimate || !std::isfinite(estimate->value)) return {.estimate = {}, .text = "-"};
  if (estimate->interval &&
      !(std::isfinite(estimate->interval->first) && std::isfinite(estimate->interval->second))) {
    estimate->interval.reset();
  }
  const bool noisy = cell->status == CellStatus::noisy;
  // All that figures show is a time or a throughput.
  const double factor = axis_unit(input.metric) == AxisUnit::ns ? 1e-3 : 1;
  return {.estimate = estimate,
          .noisy = noisy,
          .text = (noisy ? "~" : "") + brief_number(estimate->value * factor)};
}

bool has_figure(const FigureInput& input, const CellResult* cell) {
  return shown(input, cell).estimate.has_value();
}

AxisUnit axis_unit(std::string_view metric) {
  return metric == "throughput" ? AxisUnit::mb_per_s : AxisUnit::ns;
}

std::string metric_phrase(std::string_view metric) {
  if (metric == "rtt_p50") return "Round trip, median (p50)";
  if (metric == "rtt_p90") return "Round trip, 90th percentile (p90)";
  if (metric == "rtt_p99") return "Round trip, 99th percentile (p99)";
  if (metric == "rtt_p999") return "Round trip, p99.9";
  if (metric == "throughput") return "Throughput";
  if (metric == "cpu_per_message") return "CPU time a message, both sides";
  return plain_line(metric, 60);
}

std::string_view company_phrase(Company company) {
  switch (company) {
    case Company::sleeping:
      return "sleeps while it waits";
    case Company::spinning:
      return "spins: keeps two CPUs busy";
    case Company::floor:
      break;
  }
  return "floors: no peer, not ranked";
}

std::string where_phrase(const FigureInput& input, const FigureData& data) {
  if (data.section.cells.empty()) return plain_line(input.placement.name());
  const std::string regime = regime_label(regimes_of(*input.run, *data.section.cells.front()));
  return fmt::format("{}{}{}: {} is better", where_text(data.section), regime.empty() ? "" : ", ",
                     regime, lower_is_better(input.metric) ? "lower" : "higher");
}

std::string tooltip_of(const FigureInput& input, const CellResult& cell) {
  const Shown what = shown(input, &cell);
  std::string text = fmt::format("{}, {}: {}", plain_line(cell.cell.row(), 80),
                                 size_text(cell.cell.message_bytes), what.text);
  if (!what.estimate) return text;
  text += axis_unit(input.metric) == AxisUnit::ns ? " µs" : " MB/s";
  const std::string width = half_width_text(*what.estimate);
  return width == "-" ? text : text + " ±" + width;
}

std::string machine_line(const RunResult& run) {
  const std::string kernel = fact_of(run, "kernel");
  std::string line =
      fmt::format("{}, Linux {}, {}, ipcbench {}", plain_line(fact_of(run, "cpu"), 60),
                  plain_line(kernel.substr(0, kernel.find(' ')), 40),
                  plain_line(run.started_at, 30), plain_line(fact_of(run, "ipcbench"), 20));
  if (const std::string commit = fact_of(run, "commit"); commit != "unknown") {
    line += fmt::format(" ({})", plain_line(commit, 12));
  }
  if (fact_of(run, "virtual_machine") == "yes") line += ", a virtual machine";
  if (!run.complete) line += ", the run was not finished";
  return line;
}

Frame frame_of(const FigureInput& input, const FigureData& data, std::string_view title) {
  const std::string where = where_phrase(input, data);
  return {.id = input.id,
          .title = std::string(title),
          .subtitle = where,
          .description = fmt::format("{}; {}.", title, where),
          .notes = {},
          .machine = machine_line(*input.run),
          .theme = input.theme};
}

std::string framed(Frame frame, Drawing drawing, Legend legend) {
  frame.notes = std::move(legend.holes);
  if (drawing.height == 0) return words_instead(std::move(frame), legend.nothing);
  frame.notes.insert(frame.notes.begin(), std::move(legend.how_to_read));
  return framed(frame, std::move(drawing));
}

std::string words_instead(Frame frame, std::string_view words) {
  constexpr double baseline = 14;
  constexpr double height = 28;
  frame.description += fmt::format(" {}", words);
  Drawing drawing{.svg = {}, .height = height};
  double y = baseline;
  for (const std::string& line : lines_within(words, font::head, drawing_width)) {
    drawing.svg.text({.x = 0, .y = y}, line, "lab");
    y += baseline;
    drawing.height = y + baseline;
  }
  return framed(frame, std::move(drawing));
}

}  // namespace ipcbench
