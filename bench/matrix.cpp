// Combining what suites and command lines list.
#include "bench/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "bench/mechanisms.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

template <class T>
bool has(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

/// What is combined: a selection in which nothing is left open.
struct Grid {
  std::vector<std::string_view> mechanisms;
  std::vector<std::size_t> sizes;
  std::vector<Pattern> patterns;
  std::vector<Placement> placements;
  std::vector<Tuning> tunings;
};

/// `below` with what `above` says instead; the tunings of both.
Grid overlaid(Grid below, const Selection& above) {
  below.mechanisms = above.mechanisms.value_or(below.mechanisms);
  below.sizes = above.sizes.value_or(below.sizes);
  below.patterns = above.patterns.value_or(below.patterns);
  below.placements = above.placements.value_or(below.placements);
  std::ranges::copy(above.tunings, std::back_inserter(below.tunings));
  return below;
}

std::vector<std::string_view> all_names() {
  std::vector<std::string_view> names;
  for (const Mechanism& mechanism : all_mechanisms()) names.push_back(mechanism.descriptor->name);
  return names;
}

Grid usual_grid(const Placement& usual) {
  return {.mechanisms = all_names(),
          .sizes = {},
          .patterns = {Pattern::round_trip, Pattern::stream},
          .placements = {usual},
          .tunings = {}};
}

/// A setting that the tuning is about and that has one of its values; a mechanism without it is
/// something else.
bool suits(const Tuning& tuning, const Cell& cell) {
  if (!has<std::string_view>(tuning.mechanisms, cell.mechanism)) return false;
  const auto& settings = cell.settings.all();
  const auto set = std::ranges::find(settings, tuning.name, &Settings::Setting::first);
  return has(tuning.values, set == settings.end() ? Tuning::Value{} : Tuning::Value{set->second});
}

bool suits(const Selection& selection, const Cell& cell) {
  const auto& [mechanisms, sizes, patterns, placements, tunings] = selection;
  return (!mechanisms || has<std::string_view>(*mechanisms, cell.mechanism)) &&
         (!sizes || has(*sizes, cell.message_bytes)) &&
         (!patterns || has(*patterns, cell.pattern)) &&
         (!placements || has(*placements, cell.placement)) &&
         std::ranges::all_of(tunings, [&](const Tuning& tuning) { return suits(tuning, cell); });
}

/// Collects cells until there are too many.
class Collector {
 public:
  explicit Collector(const Selection& narrowed) : narrowed_(&narrowed) {}

  /// All combinations but those that an exclude means.
  void add(const Grid& all, const std::vector<Selection>& excludes) {
    for (const std::string_view mechanism : all.mechanisms) {
      if (narrowed_->mechanisms && !has(*narrowed_->mechanisms, mechanism)) continue;
      const std::vector<Settings> variants = variants_of(mechanism, all.tunings);
      for (const Placement& placement : all.placements) {
        for (const Pattern pattern : all.patterns) {
          for (const Settings& variant : variants) {
            for (const std::size_t size : all.sizes) {
              add({.pattern = pattern,
                   .mechanism = std::string(mechanism),
                   .message_bytes = size,
                   .placement = placement,
                   .settings = variant},
                  excludes);
            }
          }
        }
      }
    }
  }

  std::vector<Cell> cells() && { return std::move(cells_); }

 private:
  void add(Cell cell, const std::vector<Selection>& excludes) {
    if (++seen_ > most_cells) throw UsageError(fmt::format("more than {} cells", most_cells));
    const auto excluded = [&](const Selection& exclude) { return suits(exclude, cell); };
    if (std::ranges::any_of(excludes, excluded) || !names_.insert(cell.name()).second) return;
    cells_.push_back(std::move(cell));
  }

  const Selection* narrowed_;
  std::size_t seen_ = 0;
  std::set<std::string> names_;
  std::vector<Cell> cells_;
};

/// Placements, patterns and rows in the order in which they were asked for, mechanisms in that of
/// the catalogue.
void sort_as_tables(std::vector<Cell>& cells) {
  std::map<std::string, std::size_t> first_seen;
  const auto rank = [&](const std::string& key) {
    return first_seen.try_emplace(key, first_seen.size()).first->second;
  };
  const std::vector<std::string_view> catalogue = all_names();
  using Place = std::tuple<std::size_t, std::size_t, std::ptrdiff_t, std::size_t, std::size_t>;
  std::vector<std::pair<Place, std::size_t>> places;
  for (const Cell& cell : cells) {
    const auto mechanism = std::ranges::find(catalogue, cell.mechanism) - catalogue.begin();
    places.push_back({{rank("placement " + cell.placement.name()),
                       rank(fmt::format("pattern {}", name_of(cell.pattern))), mechanism,
                       rank("row " + cell.row()), cell.message_bytes},
                      places.size()});
  }
  std::ranges::sort(places);
  std::vector<Cell> sorted;
  for (const auto& [place, index] : places) sorted.push_back(std::move(cells[index]));
  cells = std::move(sorted);
}

}  // namespace

std::vector<Cell> cells_of(const std::vector<Matrix>& matrices, const Selection& narrowed,
                           const Placement& usual) {
  // Which mechanisms stay is looked at for each cell: a suite has its sizes for its mechanisms.
  Selection replacing = narrowed;
  replacing.mechanisms.reset();
  Collector collector(narrowed);
  for (const Matrix& matrix : matrices) {
    const Grid own = overlaid(usual_grid(usual), matrix.own);
    collector.add(overlaid(own, replacing), matrix.excludes);
    for (const Selection& include : matrix.includes) {
      collector.add(overlaid(overlaid(own, include), replacing), {});
    }
  }
  std::vector<Cell> cells = std::move(collector).cells();
  sort_as_tables(cells);
  return cells;
}

}  // namespace ipcbench
