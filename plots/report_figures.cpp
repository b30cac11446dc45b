// Putting figures into the page.
#include "plots/report_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "plots/figure_style.hpp"
#include "plots/svg.hpp"

namespace ipcbench {

namespace {

struct MethodAnchor {
  std::string_view part;  ///< of the file's name
  std::string_view method;
};

constexpr std::array anchors = {
    MethodAnchor{"cost", "method-cost"}, MethodAnchor{"placement", "method-placement"},
    MethodAnchor{"weather", "method-regimes"}, MethodAnchor{"stream", "method-stream"},
    MethodAnchor{"round-trip", "method-round-trip"}};

std::string_view method_of(std::string_view file) {
  for (const MethodAnchor& anchor : anchors) {
    if (file.find(anchor.part) != std::string_view::npos) return anchor.method;
  }
  return "method-figures";
}

bool is_table(std::string_view file) {
  return file.find("-matrix") != std::string_view::npos;
}

/// Without its style sheet, which the page has once.
std::string without_style(const std::string& svg) {
  const std::size_t from = svg.find("<style>");
  const std::size_t to = svg.find("</style>");
  if (from == std::string::npos || to == std::string::npos) return svg;
  return svg.substr(0, from) + svg.substr(to + std::string_view("</style>").size());
}

std::string link_to(const NamedFigure& figure, std::string_view folder) {
  return fmt::format("<a href=\"{}/{}\">{}</a>", xml_escaped(folder), xml_escaped(figure.file),
                     xml_escaped(figure.title));
}

}  // namespace

std::string report_figure_style() {
  std::string text = style_sheet(Theme::both);
  constexpr std::string_view dark = "@media (prefers-color-scheme:dark)";
  if (const std::size_t at = text.find(dark); at != std::string::npos) {
    text.replace(at, dark.size(), "@media screen and (prefers-color-scheme:dark)");
  }
  return text;
}

std::string report_figures(const FixedFigures& fixed) {
  std::string shown;
  std::string linked;
  for (const NamedFigure& figure : fixed.figures) {
    const std::string svg = without_style(figure.svg);
    const bool is_elsewhere = std::ranges::any_of(
        fixed.elsewhere, [&](const std::string& start) { return figure.file.starts_with(start); });
    if (is_elsewhere || is_table(figure.file) || shown.size() + svg.size() > fixed.most_bytes) {
      linked += fmt::format("<li>{}</li>\n", link_to(figure, fixed.folder));
      continue;
    }
    shown += fmt::format(
        "<figure><div class=\"print-figure\" role=\"region\" tabindex=\"0\" "
        "aria-label=\"{0}\">\n{1}"
        "</div>\n<figcaption>{2} · <a href=\"#{3}\">How it was "
        "measured</a></figcaption></figure>\n",
        xml_escaped(figure.title), svg, link_to(figure, fixed.folder), method_of(figure.file));
  }
  if (linked.empty()) return shown;
  return shown + "<p class=\"soft\">As files only:</p>\n<ul class=\"plain soft\">\n" + linked +
         "</ul>\n";
}

}  // namespace ipcbench
