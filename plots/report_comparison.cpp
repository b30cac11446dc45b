// Laying results out side by side; plots/report/compare.js does it in the browser.
#include "plots/report_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "plots/layout.hpp"
#include "plots/svg.hpp"
#include "plots/table.hpp"
#include "results/recommendation.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

const CellResult* same_cell(const RunResult& run, const CellResult& cell) {
  const auto found = std::ranges::find_if(run.cells, [&](const CellResult& other) {
    return other.cell.pattern == cell.cell.pattern &&
           other.cell.message_bytes == cell.cell.message_bytes &&
           other.cell.placement == cell.cell.placement && other.cell.row() == cell.cell.row();
  });
  return found == run.cells.end() ? nullptr : &*found;
}

bool told_apart(const Estimate& a, const Estimate& b) {
  if (!a.interval || !b.interval) return false;
  return a.interval->second < b.interval->first || b.interval->second < a.interval->first;
}

std::string compared(const CellResult* cell, std::string_view metric, double factor,
                     const Estimate& base) {
  const auto figure = cell == nullptr ? std::optional<Estimate>() : figure_of(*cell, metric);
  if (!figure || base.value <= 0) return "<td class=\"soft\">–</td><td></td>";
  const double ratio = figure->value / base.value;
  const bool apart = told_apart(base, *figure);
  return fmt::format("<td>{}</td><td{}>{}×{:.2f}{}</td>", brief_number(figure->value * factor),
                     apart ? "" : " class=\"soft\"", apart ? "" : "(", ratio, apart ? "" : ")");
}

/// What most people look at first, or what there is.
std::size_t usual_size(const std::vector<std::size_t>& sizes) {
  constexpr std::size_t usual = 64;
  const bool has = std::ranges::find(sizes, usual) != sizes.end();
  return has || sizes.empty() ? usual : sizes.front();
}

/// Which trials count is each run's own choice: near in one and far in another are two questions.
std::string regimes_apart(std::span<const ReportedRun> runs, const Placement& placement) {
  std::set<std::string_view> chosen;
  std::string words;
  for (const ReportedRun& run : runs) {
    const auto found = std::ranges::find(run.run.regimes, placement.name(), &Regimes::placement);
    if (found == run.run.regimes.end()) continue;
    const std::string_view choice = chosen_regime(&*found);
    if (!choice.empty()) chosen.insert(choice);
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", run.name, regime_label(&*found));
  }
  if (chosen.size() < 2) return {};
  return fmt::format(
      "<p class=\"warning name\">Not measured in the same way, so no ratio is a verdict; regime: "
      "{}.</p>\n",
      xml_escaped(words));
}

std::string table_of(std::span<const ReportedRun> runs, const TableSection& section) {
  const std::string_view metric = main_metric(section.pattern);
  const bool is_latency = section.pattern == Pattern::round_trip;
  const std::size_t bytes = usual_size(section.sizes());
  std::string text = fmt::format(
      "<p class=\"caption\">{1}, {2}, {3}: {4} is better. × is the ratio to the first result; in "
      "brackets where the 95 % intervals overlap or are missing.</p>\n{5}<div class=\"scroll\" "
      "role=\"region\" tabindex=\"0\" aria-label=\"{0} side by side\"><table "
      "class=\"compared\">\n<thead><tr><th scope=\"col\">mechanism</th>",
      is_latency ? "round trip" : "throughput",
      is_latency ? "Round trip, median (p50) in µs" : "Throughput in MB/s",
      xml_escaped(section.placement.name()), size_text(bytes), is_latency ? "lower" : "higher",
      regimes_apart(runs, section.placement));
  for (const ReportedRun& run : runs) {
    text += fmt::format("<th scope=\"col\" class=\"name\">{}</th>", xml_escaped(run.name));
    if (&run != runs.data()) text += "<th scope=\"col\">×</th>";
  }
  text += "</tr></thead>\n<tbody>\n";
  const double factor = is_latency ? 1e-3 : 1;
  for (const std::string& row : section.rows()) {
    const CellResult* first = section.find(row, bytes);
    const auto base = first == nullptr ? std::optional<Estimate>() : figure_of(*first, metric);
    if (!base) continue;
    text += fmt::format("<tr><th scope=\"row\" class=\"name\">{}</th><td>{}</td>", xml_escaped(row),
                        brief_number(base->value * factor));
    for (const ReportedRun& run : runs.subspan(1)) {
      text += compared(same_cell(run.run, *first), metric, factor, *base);
    }
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

}  // namespace

std::string report_comparison(std::span<const ReportedRun> runs) {
  std::string text =
      "<section id=\"side-by-side\"><h2>Side by side</h2>\n<div id=\"comparison\">\n";
  const RunResult& first = runs[0].run;
  for (const TableSection& section : table_sections(first)) {
    if (section.placement != usual_placement(first, section.pattern)) continue;
    text += table_of(runs, section);
  }
  return text + "</div><div id=\"comparison-chart\"></div></section>\n";
}

}  // namespace ipcbench
