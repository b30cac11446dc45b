// Drawing a forest of changes, a panel a metric.
#include "plots/forest_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <vector>

#include "plots/axis.hpp"
#include "plots/figure_style.hpp"
#include "plots/frame.hpp"
#include "plots/panel.hpp"
#include "plots/text_width.hpp"
#include "results/verdict_list.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

constexpr double names_room = 262, words_room = 214;
constexpr double row_height = 19;
constexpr double head_height = 24;
constexpr double marker_radius = 3.6;
constexpr std::size_t most_ticks = 7;
/// So many rows are read one by one; the rest is counted.
constexpr std::size_t most_rows = 60;
/// An interval may be so many times as wide as the largest change before it is cut off.
constexpr double cut_at = 3;
constexpr double least_percent = 1;

/// A finding that can be drawn, and its change.
struct Change {
  ListedFinding listed;
  Estimate estimate;

  [[nodiscard]] double value() const { return estimate.value; }
  [[nodiscard]] double size() const { return std::abs(estimate.value); }
};
using Changes = std::vector<Change>;

/// In percent; intervals only as far as they leave the changes legible.
Scale scale_of(const Changes& changes, const Box& box) {
  double largest = least_percent;
  double widest = least_percent;
  for (const Change& change : changes) {
    largest = std::max({largest, change.size() * 100, change.listed.finding->delta * 100});
    const auto [low, high] = change.estimate.interval.value_or(std::pair{0.0, 0.0});
    widest = std::max({widest, std::abs(low) * 100, std::abs(high) * 100});
  }
  const double end = 1.05 * std::min(std::max(largest, widest), cut_at * largest);
  return {ScaleKind::linear, -end, end, box.x, box.right()};
}

/// Shape and hue say the same, for those who see only one of them.
RowStyle style_of(Verdict verdict) {
  constexpr std::size_t circle = 0, square = 1, up = 2, down = 4, hollow_circle = marker_count;
  switch (verdict) {
    case Verdict::regression:
      return {.hue = bad_hue, .place = up};
    case Verdict::improvement:
      return {.hue = good_hue, .place = down};
    case Verdict::equivalent:
      return {.hue = grey_hue, .place = circle};
    case Verdict::clear:
      return {.hue = grey_hue, .place = square};
    case Verdict::inconclusive:
    case Verdict::error:
    case Verdict::skipped:
      break;
  }
  return {.hue = grey_hue, .place = hollow_circle};
}

std::string_view words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::regression:
      return "slower";
    case Verdict::improvement:
      return "faster";
    case Verdict::equivalent:
      return "no change that matters";
    case Verdict::clear:
      return "less than the limit";
    default:
      return "nothing can be said yet";
  }
}

class Forest {
 public:
  void add_legend(const Comparison& comparison) {
    double x = 6;
    for (const Verdict verdict : {Verdict::regression, Verdict::improvement, Verdict::equivalent,
                                  Verdict::clear, Verdict::inconclusive}) {
      if (verdict == Verdict::clear && !comparison.rules.clear) continue;
      const RowStyle style = style_of(verdict);
      svg_.open("g", {{"class", style.hue_class()}});
      draw_marker(svg_, {.x = x, .y = 8}, marker_radius, style);
      svg_.close();
      svg_.text({.x = x + 10, .y = 12}, words_of(verdict), "lab");
      x += text_width(words_of(verdict), font::label) + 34;
    }
    svg_.rect({.x = x - 6, .y = 2, .width = 18, .height = 12}, "gap");
    svg_.text({.x = x + 18, .y = 12}, "changes that are nobody's concern (delta)", "lab");
    y_ = head_height + 4;
  }

  /// Rows of one metric.
  void add(Changes changes, const std::string& title) {
    if (changes.empty()) return;
    const std::size_t left_out = leave_out(changes);
    is_only_reported_ = std::ranges::none_of(
        changes, [](const Change& change) { return change.listed.finding->judged; });
    svg_.text({.x = 0, .y = y_ + font::head},
              title + (is_only_reported_ ? ": reported, not judged" : ""), "head");
    svg_.text({.x = drawing_width, .y = y_ + font::head}, "B against A, 95\u00a0% interval", "ax",
              Anchor::end);
    const Box box{.x = names_room,
                  .y = y_ + head_height,
                  .width = drawing_width - names_room - words_room,
                  .height = row_height * static_cast<double>(changes.size())};
    const Panel panel{.box = box,
                      .x = scale_of(changes, box),
                      .y = Scale(ScaleKind::linear, 0, 1, box.bottom(), box.y)};
    add_delta(changes, panel);
    draw_across_axis(svg_, panel, linear_ticks(panel.x, AxisUnit::percent, most_ticks));
    const double zero = panel.x.at(0);
    svg_.line({.x = zero, .y = box.y}, {.x = zero, .y = box.bottom()}, "axis");
    double y = box.y + row_height / 2;
    for (const Change& change : changes) {
      add_row(change, panel.x, y);
      y += row_height;
    }
    y_ = box.bottom() + across_axis_height + 8;
    if (left_out > 0) {
      svg_.text({.x = 0, .y = y_},
                fmt::format("{} more lie between these, nearer to no change.", left_out), "ax");
      y_ += row_height;
    }
  }

  [[nodiscard]] bool has_arrows() const { return has_arrows_; }
  [[nodiscard]] Drawing take() && { return {.svg = std::move(svg_), .height = y_}; }

 private:
  /// Both ends stay.
  static std::size_t leave_out(Changes& changes) {
    if (changes.size() <= most_rows) return 0;
    const std::size_t count = changes.size() - most_rows;
    Changes by_size = changes;
    std::ranges::stable_sort(by_size, {}, &Change::size);
    std::set<const Finding*> small;
    for (std::size_t i = 0; i < count; ++i) small.insert(by_size[i].listed.finding);
    std::erase_if(changes,
                  [&](const Change& change) { return small.contains(change.listed.finding); });
    return count;
  }

  /// The same for all rows of a metric; where it is not, the least.
  void add_delta(const Changes& changes, const Panel& panel) {
    double delta = changes.front().listed.finding->delta;
    for (const Change& change : changes) delta = std::min(delta, change.listed.finding->delta);
    const double from = panel.x.at(-delta * 100);
    svg_.rect({.x = from,
               .y = panel.box.y,
               .width = panel.x.at(delta * 100) - from,
               .height = panel.box.height},
              "gap");
  }

  void add_row(const Change& change, const Scale& scale, double y) {
    const auto& [listed, estimate] = change;
    const Finding& finding = *listed.finding;
    const double text_y = y + font::label * 0.35;
    const std::string_view remark = finding.judged || is_only_reported_ ? "" : " (not judged)";
    const double room = names_room - 14 - text_width(remark, font::label);
    svg_.text({.x = 0, .y = text_y},
              fitting(listed.name(), font::label, room) + std::string(remark), "lab");
    const RowStyle style = style_of(finding.verdict);
    svg_.open("g", {{"class", style.hue_class()}});
    svg_.tooltip(fmt::format("{}: {}", listed.name(), finding_words(finding)));
    if (estimate.interval) {
      const auto [low, high] = *estimate.interval;
      svg_.line({.x = scale.at(low * 100), .y = y}, {.x = scale.at(high * 100), .y = y}, "ln");
      if (low * 100 < scale.low()) add_arrow({.x = scale.at(scale.low()), .y = y}, -1);
      if (high * 100 > scale.high()) add_arrow({.x = scale.at(scale.high()), .y = y}, 1);
    }
    draw_marker(svg_, {.x = scale.at(estimate.value * 100), .y = y}, marker_radius, style);
    svg_.close();
    svg_.text({.x = drawing_width - words_room + 12, .y = text_y}, change_words(finding),
              finding.verdict == Verdict::regression ? "lab num b" : "lab num");
    svg_.text({.x = drawing_width, .y = text_y}, interval_words(finding), "ax num", Anchor::end);
  }

  void add_arrow(Point tip, double direction) {
    draw_arrow(svg_, tip, direction);
    has_arrows_ = true;
  }

  Svg svg_;
  bool has_arrows_ = false;
  bool is_only_reported_ = false;  ///< what the panel shows
  double y_ = 0;
};

/// Of one metric, those that can be drawn, the slowest first.
Changes changes_of(const std::vector<ListedFinding>& findings, std::string_view metric) {
  Changes changes;
  for (const ListedFinding& listed : findings) {
    const auto change = drawable_change(*listed.finding);
    if (listed.finding->metric == metric && change) changes.push_back({listed, *change});
  }
  std::ranges::stable_sort(changes, std::greater{}, &Change::value);
  return changes;
}

std::string title_of(std::string_view metric) {
  if (metric == "rtt_p50") return "round trip, median (p50)";
  if (metric == "rtt_p99") return "round trip, 99th percentile (p99)";
  return "time of a message in a stream (throughput)";
}

}  // namespace

std::string forest_figure(const ComparisonInput& input) {
  const Comparison& comparison = *input.comparison;
  Frame frame = frame_of(input);
  const auto cells = cell_findings(comparison);
  const auto mechanisms = mechanism_findings(comparison);
  Forest forest;
  forest.add_legend(comparison);
  bool is_empty = true;
  if (comparison.incomparable.empty()) {
    for (const std::string_view metric : {"rtt_p50", "throughput", "rtt_p99"}) {
      const Changes own = changes_of(cells, metric);
      const Changes together = changes_of(mechanisms, metric);
      is_empty = is_empty && own.empty() && together.empty();
      forest.add(own, title_of(metric));
      forest.add(together, title_of(metric) + ": all sizes of a mechanism together");
    }
  }
  std::ranges::copy(undrawn_findings(cells), std::back_inserter(frame.notes));
  if (is_empty) {
    return words_instead(std::move(frame), "No change has a figure that could be drawn.");
  }
  frame.notes.push_back(fmt::format(
      "Right is slower, for throughput, too: all changes are of the time that a message takes.{}",
      forest.has_arrows() ? " An arrow: the interval goes on." : ""));
  return framed(frame, std::move(forest).take());
}

}  // namespace ipcbench
