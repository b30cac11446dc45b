// Laying out the fixed matrix; plots/report/matrix.js makes the same table in the browser.
#include "plots/report_matrix.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "plots/figure_input.hpp"
#include "plots/holes.hpp"
#include "plots/palette.hpp"
#include "plots/svg.hpp"
#include "plots/table.hpp"
#include "results/beside_best.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

/// The best cell of each size among rows that wait alike; a noisy one wins nothing.
using BestOfSize = std::map<std::pair<Company, std::size_t>, const CellResult*>;

BestOfSize best_of(const FigureData& data, const Standings& standings) {
  BestOfSize all;
  for (const FigureRow& row : data.rows) {
    for (const CellResult* cell : row.cells) {
      const auto beside = standings.find(cell);
      if (beside == standings.end() || cell->status == CellStatus::noisy) continue;
      if (beside->second.standing != Standing::best) continue;
      all[{row.company, cell->cell.message_bytes}] = cell;
    }
  }
  return all;
}

/// What has to be said of cells: a letter in the table, the words below it.
class Notes {
 public:
  std::string mark(const std::string& words, const CellResult& cell) {
    if (words.empty()) return {};
    auto note = std::ranges::find(list_, words, &Note::first);
    if (note == list_.end()) note = list_.insert(list_.end(), {words, {}});
    note->second.push_back(
        fmt::format("{} at {}", cell.cell.row(), size_text(cell.cell.message_bytes)));
    return fmt::format("<sup>{}</sup>", letter(static_cast<std::size_t>(note - list_.begin())));
  }

  [[nodiscard]] std::string html() const {
    if (list_.empty()) return {};
    std::string text = "<ul class=\"plain\">\n";
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const auto& [words, where] = list_[i];
      constexpr std::size_t most = 6;
      const std::vector<std::string> first(
          where.begin(), where.begin() + static_cast<std::ptrdiff_t>(std::min(most, where.size())));
      text += fmt::format(
          "<li>{}: {}{}: {}</li>\n", letter(i),
          xml_escaped(fmt::format("{}", fmt::join(first, ", "))),
          where.size() > most ? fmt::format(" and {} more", where.size() - most) : std::string(),
          xml_escaped(words));
    }
    return text + "</ul>\n";
  }

 private:
  using Note = std::pair<std::string, std::vector<std::string>>;

  /// a to z, aa, ab, ...
  static std::string letter(std::size_t number) {
    std::string text;
    for (;; number = number / 26 - 1) {
      text.insert(text.begin(), static_cast<char>('a' + number % 26));
      if (number < 26) return text;
    }
  }

  std::vector<Note> list_;
};

std::string hole(const CellResult& cell, std::string_view metric, Notes& notes) {
  if (!cell.measured()) {
    const std::string reason =
        cell.reason.empty() ? std::string(name_of(cell.status)) : cell.reason;
    return fmt::format("<td class=\"hole\">{}{}</td>", name_of(cell.status),
                       notes.mark(reason, cell));
  }
  std::string reason = "no such figure in this cell";
  for (const Figure& figure : figures_of(cell)) {
    if (figure.metric == metric && !figure.reason.empty()) reason = figure.reason;
  }
  return fmt::format("<td class=\"hole\">–{}</td>", notes.mark(reason, cell));
}

/// One table on its way.
class Matrix {
 public:
  Matrix(const RunResult& run, const TableSection& section)
      : run_(run),
        section_(section),
        metric_(main_metric(section.pattern)),
        unit_(shown_unit(section.pattern == Pattern::round_trip ? "ns" : "MB/s")),
        data_(figure_data({.run = &run,
                           .pattern = section.pattern,
                           .placement = section.placement,
                           .metric = std::string(metric_)})),
        standings_(beside_best(section.cells)),
        best_(best_of(data_, standings_)) {}

  std::string html() {
    const std::string regime = regime_label(regimes_of(run_, *section_.cells.front()));
    const bool is_latency = section_.pattern == Pattern::round_trip;
    std::string text = fmt::format(
        "<p class=\"caption\">{}, {}{}{}: {} is better</p>\n<div class=\"scroll\" role=\"region\" "
        "tabindex=\"0\" aria-label=\"the matrix, {}\">\n<table class=\"matrix\">\n"
        "<thead><tr><th scope=\"col\">mechanism</th>",
        is_latency ? "Round trip, median (p50) in µs" : "Throughput in MB/s",
        xml_escaped(where_text(section_)), regime.empty() ? "" : ", ", regime,
        is_latency ? "lower" : "higher", name_of(section_.pattern));
    for (const std::size_t bytes : data_.sizes) {
      text += fmt::format("<th scope=\"col\">{}</th>", size_text(bytes));
    }
    text += "</tr></thead>\n";
    for (const Company company : {Company::sleeping, Company::spinning, Company::floor}) {
      text += body(company);
    }
    return text + "</table></div>\n<div class=\"notes\">" + lost() + notes_.html() + "</div>\n";
  }

 private:
  [[nodiscard]] std::string lost() const {
    if (section_.pattern != Pattern::stream) return {};
    const std::string text = losses(data_);
    if (text.empty()) return {};
    return fmt::format("<p class=\"name\">{}</p>\n", xml_escaped(text));
  }

  std::string body(Company company) {
    std::string rows;
    for (const FigureRow* row : data_.rows_of(company)) {
      rows +=
          fmt::format("<tr><th scope=\"row\" class=\"name\" title=\"{}\">{}</th>",
                      xml_escaped(row->cells.front()->mechanism.summary), xml_escaped(row->name));
      for (const std::size_t bytes : data_.sizes) rows += value(row->at(bytes), company);
      rows += "</tr>\n";
    }
    if (rows.empty()) return {};
    return fmt::format(
        "<tbody><tr><th class=\"group\" scope=\"rowgroup\" "
        "colspan=\"{}\">{}</th></tr>\n{}</tbody>\n",
        data_.sizes.size() + 1, company_phrase(company), rows);
  }

  std::string value(const CellResult* cell, Company company) {
    if (cell == nullptr) return "<td class=\"hole\"></td>";
    const auto figure = figure_of(*cell, metric_);
    if (!figure) return hole(*cell, metric_, notes_);
    const bool is_noisy = cell->status == CellStatus::noisy;
    std::string classes = "plain", hint;
    if (const auto best = best_.find({company, cell->cell.message_bytes}); best != best_.end()) {
      const double top = figure_of(*best->second, metric_).value_or(*figure).value;
      const double times = lower_is_better(metric_) ? figure->value / top : top / figure->value;
      // Nothing is so many times nothing.
      if (std::isfinite(times)) classes = fmt::format("h{}", heat_of(times));
      const auto beside = standings_.find(cell);
      if (best->second == cell) {
        classes += " best";
      } else if (beside != standings_.end()) {
        hint = fmt::format(" title=\"to best {}\"", ratio_text(beside->second.ratio));
        if (!is_noisy && beside->second.standing == Standing::tied) classes += " level";
      }
    }
    return fmt::format("<td class=\"{}\"{}>{}{}{}</td>", classes, hint, is_noisy ? "~" : "",
                       brief_number(figure->value * unit_.factor),
                       is_noisy ? notes_.mark(cell->reason, *cell) : std::string());
  }

  const RunResult& run_;
  const TableSection& section_;
  std::string_view metric_;
  ShownUnit unit_;
  FigureData data_;
  Standings standings_;
  BestOfSize best_;
  Notes notes_;
};

}  // namespace

std::string report_matrix(const RunResult& run, const TableSection& section) {
  return Matrix(run, section).html();
}

std::string matrix_key() {
  std::string text =
      "<p class=\"key\">times slower than the best of its size, among those that "
      "wait alike: ";
  double from = 1;
  for (std::size_t step = 0; step < heat_count; ++step) {
    const std::string words = step + 1 == heat_count
                                  ? fmt::format("over {:g}", from)
                                  : fmt::format("{:g}–{:g}", from, heat_limits[step]);
    text += fmt::format("<span class=\"h{}\">{}</span>", step, words);
    if (step + 1 < heat_count) from = heat_limits[step];
  }
  return text +
         "</p>\n<p class=\"soft\">Outlined: the best; dotted: this run does not tell it apart from "
         "the best. ~ noisy: the machine was disturbed.</p>\n";
}

}  // namespace ipcbench
