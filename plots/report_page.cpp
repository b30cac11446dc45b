// Beginning and ending pages.
#include "plots/report_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "plots/palette.hpp"
#include "plots/report_assets.hpp"
#include "plots/report_figures.hpp"
#include "plots/report_policy.hpp"
#include "plots/svg.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

std::string colours(const Palette& palette) {
  std::string text = fmt::format("--background:{};--ink:{};--soft:{};--grid:{};--context:{};",
                                 palette.background.hex(), palette.ink.hex(),
                                 palette.soft_ink.hex(), palette.grid.hex(), palette.context.hex());
  for (std::size_t i = 0; i < palette.hues.size(); ++i) {
    text += fmt::format("--hue{}:{};", i, palette.hues[i].hex());
  }
  for (std::size_t i = 0; i < palette.heat.size(); ++i) {
    text += fmt::format("--heat{}:{};--on{}:{};", i, palette.heat[i].hex(), i,
                        ink_on(palette.heat[i], palette).hex());
  }
  return text;
}

/// What the script needs to draw in the same colours: "pipe=0,unix socket=2,..."
std::string hues_of_families() {
  std::string text;
  for (const Family family : {Family::pipe, Family::unix_socket, Family::inet_socket,
                              Family::message_queue, Family::shared_memory, Family::floor}) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", name_of(family), hue_of(family));
  }
  return text;
}

std::string page_head(const std::string& title, const PageScripts& scripts) {
  const ReportAssets assets = report_assets();
  std::string text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\" data-hues=\"{}\" data-heat=\"{}\">\n<head>\n<meta "
      "charset=\"utf-8\">\n",
      hues_of_families(), fmt::join(heat_limits, " "));
  text += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n",
                      content_policy(scripts.own ? assets.script_sha256 : std::string_view(),
                                     scripts.echarts ? assets.echarts_sha256 : std::string_view()));
  text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  text +=
      fmt::format("<title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n", xml_escaped(title));
  // Paper is white, whatever the screen is.
  text += fmt::format(
      "<style>\n:root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n{}"
      "</style>\n</head>\n",
      colours(palette_of(Theme::light)), colours(palette_of(Theme::dark)),
      std::string(assets.css) + report_figure_style());
  return text;
}

}  // namespace

std::string page_of(const std::string& title, const PageScripts& scripts, const std::string& main) {
  return page_head(title, scripts) + "<body>\n<main>\n" + main + "</main>\n" + scripts.elements +
         "</body>\n</html>\n";
}

}  // namespace ipcbench
