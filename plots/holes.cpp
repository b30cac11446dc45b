// Collecting reasons.
#include "plots/holes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/plain_text.hpp"
#include "plots/table.hpp"
#include "results/figures.hpp"

namespace ipcbench {

namespace {

using Wanted = std::function<bool(const CellResult&)>;

/// Rows that lack the same sizes for the same reason.
struct Hole {
  std::string rows;
  std::vector<std::size_t> sizes;
  std::string reason;
};

std::string sizes_text(const std::vector<std::size_t>& sizes) {
  constexpr std::size_t listed = 4;
  if (sizes.size() > listed) {
    return fmt::format("{} sizes from {} to {}", sizes.size(), size_text(sizes.front()),
                       size_text(sizes.back()));
  }
  std::vector<std::string> words;
  for (const std::size_t bytes : sizes) words.push_back(size_text(bytes));
  return fmt::format("{}", fmt::join(words, ", "));
}

/// The reasons of one row, each with its sizes.
std::vector<Hole> holes_of(const FigureRow& row, CellStatus status, const Wanted& wanted) {
  std::vector<Hole> holes;
  for (const CellResult* cell : row.cells) {
    if (cell->status != status || !wanted(*cell)) continue;
    // Each cell had another share of it; the table's notes tell of the run's.
    const std::string reason =
        cell->company.empty() ? plain_line(cell->reason, 160) : "other programs used its CPUs";
    auto same = std::ranges::find(holes, reason, &Hole::reason);
    if (same == holes.end()) {
      holes.push_back({.rows = plain_line(row.name, 60), .sizes = {}, .reason = reason});
      same = holes.end() - 1;
    }
    same->sizes.push_back(cell->cell.message_bytes);
  }
  return holes;
}

std::string sentence(const FigureData& data, CellStatus status, const Wanted& wanted) {
  std::vector<Hole> all;
  for (const FigureRow& row : data.rows) {
    for (Hole& hole : holes_of(row, status, wanted)) {
      const auto same = std::ranges::find_if(all, [&](const Hole& other) {
        return other.reason == hole.reason && other.sizes == hole.sizes;
      });
      if (same == all.end()) {
        all.push_back(std::move(hole));
      } else {
        same->rows += ", " + hole.rows;
      }
    }
  }
  if (all.empty()) return {};
  std::string text;
  for (const Hole& hole : all) {
    text += fmt::format("{}{} at {}", text.empty() ? "" : "; ", hole.rows, sizes_text(hole.sizes));
    if (!hole.reason.empty()) text += fmt::format(" ({})", hole.reason);
  }
  const std::string_view word = status == CellStatus::skipped ? "Skipped"
                                : status == CellStatus::error ? "Failed"
                                                              : "~ noisy";
  return fmt::format("{}: {}.", word, text);
}

/// A throughput says nothing without what did not arrive.
std::string losses_of(const FigureData& data, const Wanted& wanted) {
  std::string text;
  for (const FigureRow& row : data.rows) {
    Range percents(ScaleKind::linear);
    std::vector<std::size_t> sizes;
    for (const CellResult* cell : row.cells) {
      if (cell->mechanism.delivery != Delivery::may_drop || !wanted(*cell)) continue;
      const auto loss = figure_of(*cell, "loss");
      if (!loss) continue;
      percents.add(loss->value * 100);
      sizes.push_back(cell->cell.message_bytes);
    }
    if (sizes.empty()) continue;
    const std::string least = fmt::format("{:.1f}", percents.low());
    const std::string most = fmt::format("{:.1f}", percents.high());
    text += fmt::format(
        "{}{} {} % of its messages at {}", text.empty() ? "" : "; ", plain_line(row.name, 60),
        least == most ? most : fmt::format("{} to {}", least, most), sizes_text(sizes));
  }
  return text.empty() ? text : fmt::format("Lost: {}.", text);
}

std::vector<std::string> sentences(const FigureData& data, const Wanted& wanted) {
  std::vector<std::string> all;
  if (data.section.pattern == Pattern::stream) {
    std::string text = losses_of(data, wanted);
    if (!text.empty()) all.push_back(std::move(text));
  }
  for (const auto status : {CellStatus::skipped, CellStatus::error, CellStatus::noisy}) {
    std::string text = sentence(data, status, wanted);
    if (!text.empty()) all.push_back(std::move(text));
  }
  return all;
}

}  // namespace

std::vector<std::string> holes(const FigureData& data) {
  return sentences(data, [](const CellResult&) { return true; });
}

std::vector<std::string> holes_at(const FigureData& data, std::size_t bytes) {
  return sentences(data, [&](const CellResult& cell) { return cell.cell.message_bytes == bytes; });
}

std::string losses(const FigureData& data) {
  return losses_of(data, [](const CellResult&) { return true; });
}

}  // namespace ipcbench
