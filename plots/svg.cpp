// Spelling SVG.
#include "plots/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ranges>

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

/// Beyond it nothing is drawn anyhow, and a renderer's floats stay exact enough.
constexpr double farthest = 1e6;
constexpr std::size_t most_characters = 20'000;

std::string_view name_of(Anchor anchor) {
  return anchor == Anchor::middle ? "middle" : "end";
}

}  // namespace

std::string svg_number(double value) {
  if (std::isnan(value)) return "0";
  // fmt knows no locale unless it is given one.
  std::string text = fmt::format("{:.2f}", std::clamp(value, -farthest, farthest));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : plain_line(text, most_characters)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string Attribute::text() const {
  return fmt::format(" {}=\"{}\"", name_, value_);
}

void Svg::open(std::string_view tag, Attributes attributes) {
  text_ += fmt::format("<{}", tag);
  for (const Attribute& attribute : attributes) text_ += attribute.text();
  text_ += ">\n";
  opened_.emplace_back(tag);
}

void Svg::close() {
  if (opened_.empty()) return;
  text_ += fmt::format("</{}>\n", opened_.back());
  opened_.pop_back();
}

void Svg::leaf(std::string_view tag, Attributes attributes) {
  text_ += fmt::format("<{}", tag);
  for (const Attribute& attribute : attributes) text_ += attribute.text();
  text_ += "/>\n";
}

void Svg::line(Point from, Point to, std::string_view classes) {
  leaf("line", {{"class", classes}, {"x1", from.x}, {"y1", from.y}, {"x2", to.x}, {"y2", to.y}});
}

void Svg::rect(const Box& box, std::string_view classes) {
  leaf("rect", {{"class", classes},
                {"x", box.x},
                {"y", box.y},
                {"width", std::max(box.width, 0.0)},
                {"height", std::max(box.height, 0.0)}});
}

void Svg::circle(Point centre, double radius, std::string_view classes) {
  leaf("circle", {{"class", classes}, {"cx", centre.x}, {"cy", centre.y}, {"r", radius}});
}

void Svg::path(std::string_view data, std::string_view classes) {
  text_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", xml_escaped(classes), data);
}

void Svg::polyline(const std::vector<Point>& points, std::string_view classes) {
  if (points.size() > 1) path(path_through(points), classes);
}

void Svg::band(const std::vector<Point>& upper, const std::vector<Point>& lower,
               std::string_view classes) {
  if (upper.size() < 2) return;
  std::vector<Point> around = upper;
  for (const Point& point : lower | std::views::reverse) around.push_back(point);
  path(path_through(around) + "Z", classes);
}

void Svg::text(Point at, std::string_view text, std::string_view classes, Anchor anchor) {
  text_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\"", xml_escaped(classes),
                       svg_number(at.x), svg_number(at.y));
  if (anchor != Anchor::start) text_ += fmt::format(" text-anchor=\"{}\"", name_of(anchor));
  text_ += fmt::format(">{}</text>\n", xml_escaped(text));
}

void Svg::tooltip(std::string_view text) {
  text_ += fmt::format("<title>{}</title>\n", xml_escaped(text));
}

void Svg::named(std::string_view tag, std::string_view id, std::string_view text) {
  text_ += fmt::format("<{0} id=\"{1}\">{2}</{0}>\n", tag, xml_escaped(id), xml_escaped(text));
}

std::string Svg::take() && {
  while (!opened_.empty()) close();
  return std::move(text_);
}

std::string path_through(const std::vector<Point>& points) {
  std::string data;
  for (const Point& point : points) {
    data +=
        fmt::format("{}{} {}", data.empty() ? "M" : "L", svg_number(point.x), svg_number(point.y));
  }
  return data;
}

}  // namespace ipcbench
