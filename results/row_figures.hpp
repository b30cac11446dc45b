// The figures of one row at one size, also at a size between two that were measured.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "results/figures.hpp"
#include "results/model.hpp"
#include "results/needs.hpp"
#include "results/round_ratios.hpp"

namespace ipcbench {

/// At a size that was measured there is one of these, between two sizes there are two.
struct MeasuredAt {
  std::size_t message_bytes = 0;
  Estimate estimate;
};

/// One metric of a row. Between two sizes the estimate is on the straight line between both in
/// logarithms of size and value; what may happen in between, its interval does not know.
struct RowFigure {
  Estimate estimate;
  std::vector<MeasuredAt> measured;
};

/// Why a row has no figure.
struct NoFigure {
  enum class Cause { not_measured, skipped, error, no_metric };

  Cause cause = Cause::not_measured;
  std::size_t message_bytes = 0;  ///< where
  std::string reason = {};        ///< in the run's own words, if it has some
};

[[nodiscard]] constexpr std::string_view name_of(NoFigure::Cause cause) {
  switch (cause) {
    case NoFigure::Cause::not_measured:
      return "not measured";
    case NoFigure::Cause::skipped:
      return "skipped";
    case NoFigure::Cause::error:
      return "error";
    case NoFigure::Cause::no_metric:
      return "no figure";
  }
  return "";
}

/// The name of the figure that a ranking is made by: "rtt_p50", ...
[[nodiscard]] std::string_view metric_of(RankedBy by);

/// The sizes at which anything but a floor was measured; ascending.
[[nodiscard]] std::vector<std::size_t> measured_sizes(const RunResult& run, Pattern pattern,
                                                      const Placement& placement);

/// The size itself, if it is one of `measured`, else its neighbours on both sides; empty if it lies
/// outside of them, where nothing is known. `measured` is ascending.
[[nodiscard]] std::vector<std::size_t> sizes_around(std::size_t bytes,
                                                    const std::vector<std::size_t>& measured);

/// All rows but floors, of one pattern at one placement, at one size.
class RowFigures {
 public:
  struct Where {
    Pattern pattern;
    Placement placement;
    std::size_t message_bytes;
    std::vector<std::size_t> sizes;  ///< as of sizes_around()
  };

  RowFigures(const RunResult& run, Where where);

  /// One cell of each row, of whatever size; in the order of the run.
  [[nodiscard]] std::vector<const CellResult*> rows() const;
  [[nodiscard]] std::expected<RowFigure, NoFigure> figure(const std::string& row,
                                                          std::string_view metric) const;
  /// What the row cost in each round, at this size.
  [[nodiscard]] RoundCosts costs(const std::string& row, std::string_view metric) const;
  /// What disturbed the row here; nothing: nothing did.
  [[nodiscard]] std::optional<std::string> noise(const std::string& row) const;

 private:
  struct Figured {
    const CellResult* cell;
    std::string row;
    std::vector<Figure> figures;
  };

  [[nodiscard]] const Figured* find(const std::string& row, std::size_t bytes) const;
  [[nodiscard]] std::expected<Estimate, NoFigure> estimate(const std::string& row,
                                                           std::string_view metric,
                                                           std::size_t bytes) const;

  Where where_;
  std::vector<Figured> cells_;
};

}  // namespace ipcbench
