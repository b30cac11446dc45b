// Pushing labels apart, and trying places around points.
#include "plots/label_placement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "plots/text_width.hpp"

namespace ipcbench {

namespace {

/// Labels that touch, as one block around the middle of what they want.
struct Block {
  double sum = 0;  ///< of the wanted middles, each less its place in the block
  std::size_t count = 0;

  [[nodiscard]] double first(double height, double low, double high) const {
    const double wanted = sum / static_cast<double>(count);
    const double last = high - height * static_cast<double>(count) + height / 2;
    return std::clamp(wanted, low + height / 2, std::max(last, low + height / 2));
  }
};

/// A label keeps so far from points and from other labels.
constexpr double gap = 2;
constexpr double point_radius = 4.5;

bool overlap(const Box& a, const Box& b) {
  return a.x < b.right() + gap && b.x < a.right() + gap && a.y < b.bottom() && b.y < a.bottom();
}

bool inside(const Box& box, const Box& bounds) {
  return box.x >= bounds.x && box.right() <= bounds.right() && box.y >= bounds.y &&
         box.bottom() <= bounds.bottom();
}

bool covers(const Box& box, const Point& point) {
  return point.x > box.x - point_radius && point.x < box.right() + point_radius &&
         point.y > box.y - point_radius && point.y < box.bottom() + point_radius;
}

/// The label's box when its nearest side is so far away in a direction.
Box box_at(const Point& point, double angle, double distance, double width, double height) {
  const double across = std::cos(angle);
  const double up = std::sin(angle);
  const double x = point.x + across * distance + (across - 1) / 2 * width;
  const double y = point.y - up * distance - (up + 1) / 2 * height;
  return {.x = x, .y = y, .width = width, .height = height};
}

}  // namespace

std::vector<double> spread_apart(const std::vector<double>& wanted, double height, double low,
                                 double high) {
  const std::size_t count = wanted.size();
  if (count == 0) return {};
  const double room = (high - low) / static_cast<double>(count);
  height = std::min(height, std::max(room, 0.0));
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return wanted[i]; });
  std::vector<Block> blocks;
  for (const std::size_t i : order) {
    blocks.push_back({.sum = wanted[i], .count = 1});
    while (blocks.size() > 1) {
      const Block last = blocks.back();
      Block& before = blocks[blocks.size() - 2];
      const double end =
          before.first(height, low, high) + height * static_cast<double>(before.count);
      if (end <= last.first(height, low, high)) break;
      before.sum += last.sum - height * static_cast<double>(before.count * last.count);
      before.count += last.count;
      blocks.pop_back();
    }
  }
  std::vector<double> placed(count);
  std::size_t next = 0;
  for (const Block& block : blocks) {
    const double first = block.first(height, low, high);
    for (std::size_t i = 0; i < block.count; ++i) {
      placed[order[next++]] = first + height * static_cast<double>(i);
    }
  }
  return placed;
}

std::vector<std::optional<PlacedLabel>> place_around(const std::vector<Point>& points,
                                                     const std::vector<std::string>& labels,
                                                     double font_size, const Box& bounds) {
  constexpr std::array<double, 8> eighths = {0, 4, 2, 6, 1, 7, 3, 5};  // right and left first
  constexpr std::array<double, 6> distances = {7, 14, 24, 36, 52, 72};
  constexpr double needs_no_line = 10;
  std::vector<std::optional<PlacedLabel>> placed(labels.size());
  std::vector<Box> taken;
  const auto is_free = [&](const Box& box) {
    return inside(box, bounds) &&
           std::ranges::none_of(points, [&](const Point& p) { return covers(box, p); }) &&
           std::ranges::none_of(taken, [&](const Box& other) { return overlap(box, other); });
  };
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double width = text_width(labels[i], font_size);
    for (const double distance : distances) {
      for (const double eighth : eighths) {
        if (placed[i]) break;
        const Box box =
            box_at(points[i], eighth * std::numbers::pi / 4, distance, width, font_size);
        if (!is_free(box)) continue;
        taken.push_back(box);
        placed[i] = PlacedLabel{.at = {.x = box.x, .y = box.bottom() - font_size * 0.2},
                                .box = box,
                                .far = distance > needs_no_line};
      }
    }
  }
  return placed;
}

}  // namespace ipcbench
