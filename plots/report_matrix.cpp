// Laying out the fixed matrix; plots/report/matrix.js makes the same table in the browser.
#include "plots/report_matrix.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "plots/palette.hpp"
#include "plots/svg.hpp"
#include "plots/table.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

/// Rows that wait alike can be compared; floors have no peer.
enum class Company { sleeping, spinning, floor };

struct Group {
  Company company;
  std::string_view words;
};

constexpr std::array groups = {
    Group{Company::sleeping, "sleep while they wait"},
    Group{Company::spinning, "spin while they wait: quick, and both CPUs are busy all the time"},
    Group{Company::floor,
          "floors, not ranked: what the harness (null) and copying alone (copy) take"}};

Company company_of(const CellResult& cell) {
  if (cell.mechanism.family == Family::floor) return Company::floor;
  return cell.mechanism.waiting == Waiting::spins ? Company::spinning : Company::sleeping;
}

struct Best {
  const CellResult* cell = nullptr;
  double value = 0;
};

using BestOfSize = std::map<std::pair<Company, std::size_t>, Best>;

/// Of undisturbed cells, if there are any.
BestOfSize best_of(const TableSection& section, std::string_view metric) {
  BestOfSize all;
  for (const CellResult* cell : section.cells) {
    const Company company = company_of(*cell);
    const auto figure = figure_of(*cell, metric);
    if (!figure || company == Company::floor) continue;
    Best& best = all[{company, cell->cell.message_bytes}];
    const bool is_noisy = cell->status == CellStatus::noisy;
    const bool quieter =
        best.cell != nullptr && (best.cell->status == CellStatus::noisy) != is_noisy;
    const bool better =
        lower_is_better(metric) ? figure->value < best.value : figure->value > best.value;
    if (best.cell == nullptr || (quieter ? !is_noisy : better)) {
      best = {.cell = cell, .value = figure->value};
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
        sizes_(section.sizes()),
        best_(best_of(section, metric_)) {}

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
    for (const std::size_t bytes : sizes_) {
      text += fmt::format("<th scope=\"col\">{}</th>", size_text(bytes));
    }
    text += "</tr></thead>\n";
    for (const Group& group : groups) text += body(group);
    return text + "</table></div>\n<div class=\"notes\">" + notes_.html() + "</div>\n";
  }

 private:
  std::string body(const Group& group) {
    std::string rows;
    for (const std::string& row : section_.rows()) {
      const CellResult* any = nullptr;
      for (const CellResult* cell : section_.cells) {
        if (cell->cell.row() == row) any = cell;
      }
      if (any == nullptr || company_of(*any) != group.company) continue;
      rows += fmt::format("<tr><th scope=\"row\" class=\"name\" title=\"{}\">{}</th>",
                          xml_escaped(any->mechanism.summary), xml_escaped(row));
      for (const std::size_t bytes : sizes_) rows += value(section_.find(row, bytes));
      rows += "</tr>\n";
    }
    if (rows.empty()) return {};
    return fmt::format(
        "<tbody><tr><th class=\"group\" scope=\"rowgroup\" "
        "colspan=\"{}\">{}</th></tr>\n{}</tbody>\n",
        sizes_.size() + 1, group.words, rows);
  }

  std::string value(const CellResult* cell) {
    if (cell == nullptr) return "<td class=\"hole\"></td>";
    const auto figure = figure_of(*cell, metric_);
    if (!figure) return hole(*cell, metric_, notes_);
    const bool is_noisy = cell->status == CellStatus::noisy;
    std::string classes = "plain";
    if (const auto best = best_.find({company_of(*cell), cell->cell.message_bytes});
        best != best_.end()) {
      const double times = lower_is_better(metric_) ? figure->value / best->second.value
                                                    : best->second.value / figure->value;
      classes = fmt::format("h{}", heat_of(times));
      if (best->second.cell == cell) classes += " best";
    }
    return fmt::format("<td class=\"{}\">{}{}{}</td>", classes, is_noisy ? "~" : "",
                       brief_number(figure->value * unit_.factor),
                       is_noisy ? notes_.mark(cell->reason, *cell) : std::string());
  }

  const RunResult& run_;
  const TableSection& section_;
  std::string_view metric_;
  ShownUnit unit_;
  std::vector<std::size_t> sizes_;
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
         "</p>\n<p class=\"soft\">Outlined: the best. ~ noisy: the machine was disturbed.</p>\n";
}

}  // namespace ipcbench
