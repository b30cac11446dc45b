// What a figure is made of: a part of a run, sorted into rows that may be compared.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plots/axis.hpp"
#include "plots/figure_style.hpp"
#include "plots/frame.hpp"
#include "plots/layout.hpp"
#include "plots/measurements.hpp"
#include "plots/palette.hpp"
#include "results/model.hpp"

namespace ipcbench {

/// Which figure of which part of a run.
struct FigureInput {
  const RunResult* run = nullptr;
  Pattern pattern = Pattern::round_trip;
  Placement placement = {};
  std::string metric = "rtt_p50";
  std::size_t message_bytes = 64;  ///< for figures of one size
  std::string id = "figure";       ///< unique in a page
  Theme theme = Theme::both;
  /// Of the run; where there are many figures, they share them.
  std::shared_ptr<const Measurements> measurements = {};
};

/// Rows that wait alike can be compared: a row that spins is quick because it keeps two CPUs busy,
/// and floors have no peer.
enum class Company { sleeping, spinning, floor };

struct FigureRow {
  std::string name;
  RowStyle style;
  Company company = Company::sleeping;
  std::vector<const CellResult*> cells;  ///< by size, ascending

  [[nodiscard]] const CellResult* at(std::size_t bytes) const;
};

/// What a figure shows of a cell: exactly what the tables show.
struct Shown {
  std::optional<Estimate> estimate;  ///< in the metric's own unit
  bool noisy = false;
  std::string text;  ///< "~36.0", "-", "skipped"; empty where there is no cell
};

struct FigureData {
  TableSection section;
  std::vector<FigureRow> rows;
  std::vector<std::size_t> sizes;

  [[nodiscard]] std::vector<const FigureRow*> rows_of(Company company) const;
};

/// The rows of the pattern and placement, in the order of the tables.
[[nodiscard]] FigureData figure_data(const FigureInput& input);

/// The input's metric of a cell.
[[nodiscard]] Shown shown(const FigureInput& input, const CellResult* cell);
/// Whether there is anything to show.
[[nodiscard]] bool has_figure(const FigureInput& input, const CellResult* cell);

/// The unit that the metric has on an axis.
[[nodiscard]] AxisUnit axis_unit(std::string_view metric);
/// "rtt_p50" is "Round trip, median (p50)".
[[nodiscard]] std::string metric_phrase(std::string_view metric);
/// "mechanisms that sleep while they wait"
[[nodiscard]] std::string_view company_phrase(Company company);
/// "cross (cpus 0, 1), near (54 ns): lower is better"
[[nodiscard]] std::string where_phrase(const FigureInput& input, const FigureData& data);
/// "pipe, 64 B: 36.0 µs ±7%"
[[nodiscard]] std::string tooltip_of(const FigureInput& input, const CellResult& cell);
/// CPU, kernel, date and build.
[[nodiscard]] std::string machine_line(const RunResult& run);

/// Title, subtitle and machine; the figure adds what is its own.
[[nodiscard]] Frame frame_of(const FigureInput& input, const FigureData& data,
                             std::string_view title);

/// A figure that says in words why there is nothing to draw.
[[nodiscard]] std::string words_instead(Frame frame, std::string_view words);

/// What stands below a drawing.
struct Legend {
  std::string how_to_read;
  std::vector<std::string> holes;  ///< what is not shown, and why
  std::string_view nothing;        ///< instead of a drawing that has no height
};

[[nodiscard]] std::string framed(Frame frame, Drawing drawing, Legend legend);

}  // namespace ipcbench
