// Choosing figures and sizes.
#include "plots/figures.hpp"

#include <fmt/format.h>

#include "plots/figure_input.hpp"
#include "plots/layout.hpp"
#include "plots/lines_figure.hpp"
#include "plots/placement_figure.hpp"
#include "plots/weather_figure.hpp"
#include "plots/spread_figure.hpp"
#include "plots/cost_figure.hpp"
#include "plots/multiples_figure.hpp"
#include "plots/distribution_figure.hpp"
#include "plots/matrix_figure.hpp"

namespace ipcbench {

namespace {

using Draw = std::string (*)(const FigureInput&);

class Collection {
 public:
  Collection(const RunResult& run, Theme theme) : run_(run), theme_(theme) {}

  void add(std::string_view name, Draw draw, FigureInput input) {
    input.run = &run_;
    input.theme = theme_;
    input.id = fmt::format("{}-{}-{}", name_of(input.pattern), input.placement.name(), name);
    for (char& c : input.id) c = c == ':' ? '_' : c;
    figures_.push_back({.file = input.id + ".svg", .title = input.id, .svg = draw(input)});
  }

  [[nodiscard]] std::vector<NamedFigure> take() && { return std::move(figures_); }

 private:
  const RunResult& run_;
  Theme theme_;
  std::vector<NamedFigure> figures_;
};

}  // namespace

std::vector<NamedFigure> figures_of(const RunResult& run, Theme theme) {
  Collection all(run, theme);
  for (const TableSection& section : table_sections(run)) {
    FigureInput input{.pattern = section.pattern, .placement = section.placement};
    input.metric = std::string(main_metric(section.pattern));
    all.add("matrix", matrix_figure, input);
    all.add("lines", lines_figure, input);
    all.add("multiples", multiples_figure, input);
    if (section.pattern == Pattern::round_trip) all.add("distribution", distribution_figure, input);
    all.add("spread", spread_figure, input);
    if (section.pattern == Pattern::round_trip) all.add("cost", cost_figure, input);
    all.add("placement", placement_figure, input);
    all.add("weather", weather_figure, input);
    if (section.pattern == Pattern::round_trip) {
      input.metric = "rtt_p99";
      all.add("matrix-p99", matrix_figure, input);
    }
  }
  return std::move(all).take();
}

}  // namespace ipcbench
