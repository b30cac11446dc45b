// Writing SVG: the same bytes for the same figure, on every machine and in every locale.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ipcbench {

/// At most two decimals, no trailing zeros, never "-0" or "nan".
[[nodiscard]] std::string svg_number(double value);

/// Text as it may stand between tags and in attributes: one line, without what XML forbids.
[[nodiscard]] std::string xml_escaped(std::string_view text);

struct Point {
  double x = 0, y = 0;
};

struct Box {
  double x = 0, y = 0, width = 0, height = 0;

  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
};

/// Name and value of an attribute.
class Attribute {
 public:
  Attribute(std::string_view name, double value) : name_(name), value_(svg_number(value)) {}
  Attribute(std::string_view name, std::string_view value)
      : name_(name), value_(xml_escaped(value)) {}

  [[nodiscard]] std::string text() const;

 private:
  std::string_view name_;
  std::string value_;
};

using Attributes = std::initializer_list<Attribute>;

enum class Anchor { start, middle, end };

/// A growing drawing. Elements close in the order in which they were opened.
class Svg {
 public:
  void open(std::string_view tag, Attributes attributes = {});
  void close();
  void leaf(std::string_view tag, Attributes attributes);

  void line(Point from, Point to, std::string_view classes);
  void rect(const Box& box, std::string_view classes);
  void circle(Point centre, double radius, std::string_view classes);
  /// `data` from path_through() or made of svg_number().
  void path(std::string_view data, std::string_view classes);
  void polyline(const std::vector<Point>& points, std::string_view classes);
  /// Between two lines that have the same x.
  void band(const std::vector<Point>& upper, const std::vector<Point>& lower,
            std::string_view classes);
  void text(Point at, std::string_view text, std::string_view classes,
            Anchor anchor = Anchor::start);
  /// Shown while the pointer rests on the element that is open.
  void tooltip(std::string_view text);

  /// A text element that others refer to, such as <desc>.
  void named(std::string_view tag, std::string_view id, std::string_view text);
  /// A style sheet, as it is.
  void style(std::string_view rules) { text_ += "<style>\n" + std::string(rules) + "</style>\n"; }
  /// What another one wrote.
  void append(const std::string& other) { text_ += other; }

  /// What was written so far, every element closed.
  [[nodiscard]] std::string take() &&;

 private:
  std::string text_;
  std::vector<std::string> opened_;
};

/// "M1 2L3 4": a path's data through points.
[[nodiscard]] std::string path_through(const std::vector<Point>& points);

}  // namespace ipcbench
