// Collecting reasons.
#include "plots/holes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "plots/table.hpp"
#include "results/plain_text.hpp"

namespace ipcbench {

namespace {

using Wanted = std::function<bool(const CellResult&)>;

/// Where something is missing for the same reason.
struct Hole {
  std::string where;
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
  std::vector<std::pair<std::string, std::vector<std::size_t>>> sizes_of;
  for (const CellResult* cell : row.cells) {
    if (cell->status != status || !wanted(*cell)) continue;
    const auto same = std::ranges::find_if(
        sizes_of, [&](const auto& entry) { return entry.first == cell->reason; });
    if (same != sizes_of.end()) {
      same->second.push_back(cell->cell.message_bytes);
    } else {
      sizes_of.push_back({cell->reason, {cell->cell.message_bytes}});
    }
  }
  std::vector<Hole> holes;
  for (const auto& [reason, sizes] : sizes_of) {
    holes.push_back({.where = fmt::format("{} at {}", plain_line(row.name, 60), sizes_text(sizes)),
                     .reason = plain_line(reason, 160)});
  }
  return holes;
}

std::string sentence(const FigureData& data, CellStatus status, const Wanted& wanted) {
  std::vector<Hole> all;
  for (const FigureRow& row : data.rows) {
    for (Hole& hole : holes_of(row, status, wanted)) {
      const auto same = std::ranges::find(all, hole.reason, &Hole::reason);
      if (same == all.end()) {
        all.push_back(std::move(hole));
      } else {
        same->where += ", " + hole.where;
      }
    }
  }
  if (all.empty()) return {};
  std::string text;
  for (const Hole& hole : all) {
    text += text.empty() ? "" : "; ";
    text += hole.where + (hole.reason.empty() ? "" : fmt::format(" ({})", hole.reason));
  }
  const std::string_view word = status == CellStatus::skipped ? "Skipped"
                                : status == CellStatus::error ? "Failed"
                                                              : "~ noisy";
  return fmt::format("{}: {}.", word, text);
}

std::vector<std::string> sentences(const FigureData& data, const Wanted& wanted) {
  std::vector<std::string> all;
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

}  // namespace ipcbench
