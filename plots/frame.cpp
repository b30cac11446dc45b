// Putting the frame around a drawing.
#include "plots/frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/plain_text.hpp"
#include "plots/figure_style.hpp"
#include "plots/text_width.hpp"

namespace ipcbench {

namespace {

constexpr double line_spacing = 1.4;
constexpr std::size_t most_note_lines = 40;

/// Adds lines below each other and tells where it came to.
double add_lines(Svg& svg, std::string_view text, double font_size, std::string_view classes,
                 double from) {
  double y = from;
  auto lines = lines_within(text, font_size, drawing_width);
  if (lines.size() > most_note_lines) {
    lines.resize(most_note_lines);
    lines.back() += " \u2026";
  }
  for (const std::string& line : lines) {
    y += font_size * line_spacing;
    svg.text({.x = figure_margin, .y = y}, line, classes);
  }
  return y;
}

}  // namespace

std::vector<std::string> lines_within(std::string_view text, double font_size, double width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word = fitting(text.substr(0, end), font_size, width);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string longer = line.empty() ? word : fmt::format("{} {}", line, word);
    if (text_width(longer, font_size) <= width) {
      line = longer;
      continue;
    }
    lines.push_back(line);
    line = word;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string framed(const Frame& frame, Drawing drawing) {
  constexpr double below_heading = 14;
  constexpr double above_notes = 4;
  Svg around;
  double y = add_lines(around, frame.title, font::title, "title", figure_margin * 0.6);
  y = add_lines(around, frame.subtitle, font::subtitle, "sub", y + 1) + below_heading;
  const double top = y;
  y += drawing.height + above_notes;
  for (const std::string& note : frame.notes) {
    y = add_lines(around, plain_line(note, 4'000), font::note, "note", y);
  }
  y = add_lines(around, frame.machine, font::foot, "foot", y + 5) + figure_margin * 0.75;
  // Of half a pixel a picture would have a line that nothing is drawn on.
  y = std::ceil(y);

  Svg svg;
  const std::string title_id = frame.id + "-title";
  const std::string description_id = frame.id + "-desc";
  svg.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                   {"class", "ipcb"},
                   {"role", "img"},
                   {"aria-labelledby", title_id + " " + description_id},
                   {"width", figure_width},
                   {"height", y},
                   {"viewBox", fmt::format("0 0 {} {}", svg_number(figure_width), svg_number(y))}});
  svg.named("title", title_id, frame.title);
  svg.named("desc", description_id, frame.description);
  svg.style(style_sheet(frame.theme));
  svg.rect({.width = figure_width, .height = y}, "bg");
  svg.append(std::move(around).take());
  svg.open("g", {{"transform",
                  fmt::format("translate({} {})", svg_number(figure_margin), svg_number(top))}});
  svg.append(std::move(drawing.svg).take());
  return std::move(svg).take();
}

}  // namespace ipcbench
