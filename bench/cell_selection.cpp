// Narrowing a suite.
#include "bench/cell_selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "bench/arguments.hpp"
#include "bench/matrix.hpp"
#include "bench/mechanisms.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

std::optional<std::string> list_of(const std::vector<std::string>& typed) {
  if (typed.empty()) return {};
  return fmt::format("{}", fmt::join(typed, ","));
}

std::vector<std::string_view> mechanisms_in(std::string_view list) {
  std::vector<std::string_view> all;
  for (const Mechanism& mechanism : all_mechanisms()) all.push_back(mechanism.descriptor->name);
  return select_names(list, all);
}

Selection understood(const TypedSelection& typed, const Topology& topology) {
  Selection narrowed;
  if (const auto text = list_of(typed.mechanisms)) narrowed.mechanisms = mechanisms_in(*text);
  if (const auto text = list_of(typed.sizes)) narrowed.sizes = parse_sizes(*text);
  if (const auto text = list_of(typed.patterns)) narrowed.patterns = parse_patterns(*text);
  if (const auto text = list_of(typed.placements)) {
    narrowed.placements = parse_placements(*text, topology);
  }
  for (const std::string& text : typed.settings) {
    std::ranges::move(parse_tunings(text), std::back_inserter(narrowed.tunings));
  }
  return narrowed;
}

bool has_cell_of(const std::vector<Cell>& cells, std::string_view mechanism) {
  return std::ranges::find(cells, mechanism, &Cell::mechanism) != cells.end();
}

/// Those that are named, not matched by a glob, and have no cell.
std::vector<std::string_view> named_without_a_cell(const std::vector<Cell>& cells,
                                                   const TypedSelection& typed) {
  std::vector<std::string_view> names;
  for (const std::string& list : typed.mechanisms) {
    std::ranges::copy_if(split(list, ','), std::back_inserter(names), [&](std::string_view name) {
      return !is_glob(name) && !has_cell_of(cells, name);
    });
  }
  return names;
}

void require_what_was_named(const std::vector<Cell>& cells, const TypedSelection& typed,
                            const Selection& narrowed, const Suite& suite) {
  const auto missing = named_without_a_cell(cells, typed);
  if (!missing.empty()) {
    throw UsageError(fmt::format(
        "--mechanism {}: suite {} does not measure it; leave --suite out, or name one that does: "
        "--suite quick",
        missing.front(), suite.name));
  }
  for (const Tuning& tuning : narrowed.tunings) {
    const auto in_run = [&](std::string_view name) { return has_cell_of(cells, name); };
    if (std::ranges::any_of(tuning.mechanisms, in_run)) continue;
    throw UsageError(fmt::format("--set: this run has no cell of {}, whose {} it sets",
                                 fmt::join(tuning.mechanisms, ", "), tuning.name));
  }
}

}  // namespace

void declare_selection(CommandLine& app, TypedSelection& typed) {
  app.add_option("--mechanism", typed.mechanisms, "Names and globs, see: ipcbench list")
      .type_name("LIST");
  app.add_option("--size", typed.sizes, "Message sizes: 64,4k,1M or 1:1M:*4").type_name("LIST");
  app.add_option("--pattern", typed.patterns, "round_trip, stream").type_name("LIST");
  app.add_option("--placement", typed.placements,
                 "same, smt, llc, cross, socket, free or CPUs: 0:1")
      .type_name("LIST");
  app.add_option("--set", typed.settings, "Tunables: tcp.nodelay=off, 'unix_*.sndbuf=64k,1M'")
      .type_name("LIST");
}

Suite with_named_mechanisms(Suite suite, const TypedSelection& typed, const Topology& topology) {
  const std::vector<Cell> cells = cells_of(suite.matrices, {}, topology.usual_placement());
  for (const std::string_view name : named_without_a_cell(cells, typed)) {
    for (Matrix& matrix : suite.matrices) {
      if (matrix.own.mechanisms) {
        std::ranges::copy(mechanisms_in(name), std::back_inserter(*matrix.own.mechanisms));
      }
    }
  }
  return suite;
}

std::vector<Cell> select_cells(const Suite& suite, const TypedSelection& typed,
                               const Topology& topology) {
  const Selection narrowed = understood(typed, topology);
  std::vector<Cell> cells = cells_of(suite.matrices, narrowed, topology.usual_placement());
  require_what_was_named(cells, typed, narrowed, suite);
  if (cells.empty()) {
    throw UsageError(fmt::format("suite {} comes to no cell at all{}", suite.name,
                                 narrowed.mechanisms ? " with this --mechanism" : ""));
  }
  return cells;
}

}  // namespace ipcbench
