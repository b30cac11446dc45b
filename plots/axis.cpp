// Choosing ticks.
#include "plots/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "plots/table.hpp"
#include "plots/text_width.hpp"

namespace ipcbench {

namespace {

/// Where all values are one: a range around it.
constexpr double least_log_ratio = 1.2;
constexpr double kilo = 1e3, mega = 1e6, giga = 1e9;

std::string rounded(double value) {
  // Six digits hide what binary fractions do to 0.1 + 0.2.
  return fmt::format("{:.6g}", value);
}

using Multiples = std::vector<double>;

/// All multiples of powers of ten within the scale.
std::vector<double> multiples_within(const Scale& scale, const Multiples& multiples) {
  std::vector<double> values;
  const int first = static_cast<int>(std::floor(std::log10(scale.low())));
  const int last = static_cast<int>(std::ceil(std::log10(scale.high())));
  for (int power = first; power <= last; ++power) {
    for (const double multiple : multiples) {
      const double value = multiple * std::pow(10.0, power);
      if (value >= scale.low() && value <= scale.high()) values.push_back(value);
    }
  }
  return values;
}

double nice_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double multiple : {1.0, 2.0, 5.0}) {
    if (multiple * power >= least) return multiple * power;
  }
  return 10 * power;
}

using HalfOf = std::function<double(const Tick&)>;

bool has_room(const Tick& before, const Tick& tick, const Scale& scale, const HalfOf& half_of) {
  const double apart = std::abs(scale.at(tick.value) - scale.at(before.value));
  return apart >= half_of(before) + half_of(tick);
}

/// As many words as there is room for, from the first one on.
std::vector<bool> greedy_choice(const std::vector<Tick*>& order, const Scale& scale,
                                const HalfOf& half_of) {
  std::vector<bool> chosen(order.size());
  const Tick* last = nullptr;
  for (std::size_t i = 0; i < order.size(); ++i) {
    chosen[i] = last == nullptr || has_room(*last, *order[i], scale, half_of);
    if (chosen[i]) last = order[i];
  }
  return chosen;
}

/// Every second word, or every third, ...: nobody has to ask why not that one.
std::vector<bool> even_choice(const std::vector<Tick*>& order, const Scale& scale,
                              const HalfOf& half_of) {
  const auto fits = [&](std::size_t every) {
    for (std::size_t i = every; i < order.size(); i += every) {
      if (!has_room(*order[i - every], *order[i], scale, half_of)) return false;
    }
    return true;
  };
  std::size_t every = 1;
  while (!fits(every)) ++every;
  std::vector<bool> chosen(order.size());
  for (std::size_t i = 0; i < order.size(); i += every) chosen[i] = true;
  return chosen;
}

void thin_out(std::vector<Tick>& ticks, const Scale& scale, const HalfOf& half_of) {
  std::vector<Tick*> order;
  for (Tick& tick : ticks) {
    if (!tick.label.empty()) order.push_back(&tick);
  }
  std::ranges::sort(order, {}, [&](const Tick* tick) { return scale.at(tick->value); });
  const auto greedy = greedy_choice(order, scale, half_of);
  auto chosen = even_choice(order, scale, half_of);
  // Where ticks are crowded at one end only, an even choice would leave the other one bare.
  if (std::ranges::count(greedy, true) > 2 * std::ranges::count(chosen, true)) chosen = greedy;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!chosen[i]) order[i]->label.clear();
  }
}

}  // namespace

Scale::Scale(ScaleKind kind, double low, double high, double from, double to)
    : kind_(kind), low_(low), high_(high), from_(from), to_(to) {}

double Scale::measure(double value) const {
  return kind_ == ScaleKind::logarithmic ? std::log(value) : value;
}

double Scale::at(double value) const {
  const double inside = std::isnan(value) ? low_ : std::clamp(value, low_, high_);
  return from_ +
         (to_ - from_) * (measure(inside) - measure(low_)) / (measure(high_) - measure(low_));
}

void Range::add(double value) {
  if (!std::isfinite(value) || (kind_ == ScaleKind::logarithmic && value <= 0)) return;
  low_ = empty_ ? value : std::min(low_, value);
  high_ = empty_ ? value : std::max(high_, value);
  empty_ = false;
}

Scale Range::scale(double from, double to, double margin) const {
  if (kind_ == ScaleKind::logarithmic) {
    const double low = empty_ ? 1 : low_;
    const double high = empty_ ? 10 : high_;
    const double room = std::pow(high / low, margin);
    const double wanted = std::max(high / low * room * room, least_log_ratio);
    const double side = std::sqrt(wanted / (high / low));
    return {kind_, low / side, high * side, from, to};
  }
  const double low = empty_ ? 0 : low_;
  const double high = empty_ ? 1 : high_;
  const double span = high > low ? high - low : std::max(std::abs(high), 1.0);
  const double middle = (low + high) / 2;
  const double half = span * (1 + 2 * margin) / 2;
  return {kind_, middle - half, middle + half, from, to};
}

std::vector<Tick> size_ticks(const std::vector<std::size_t>& sizes) {
  std::vector<Tick> ticks;
  for (const std::size_t bytes : sizes) {
    ticks.push_back({.value = static_cast<double>(bytes), .label = size_text(bytes)});
  }
  return ticks;
}

std::string axis_text(double value, AxisUnit unit) {
  const double size = std::abs(value);
  switch (unit) {
    case AxisUnit::ns:
      if (size >= giga) return rounded(value / giga) + " s";
      if (size >= mega) return rounded(value / mega) + " ms";
      return size >= kilo ? rounded(value / kilo) + " µs" : rounded(value) + " ns";
    case AxisUnit::mb_per_s:
      if (size >= mega) return rounded(value / mega) + " TB/s";
      return size >= kilo ? rounded(value / kilo) + " GB/s" : rounded(value) + " MB/s";
    case AxisUnit::percent:
      return (value > 0 ? "+" : "") + rounded(value) + " %";
    case AxisUnit::number:
      break;
  }
  return rounded(value);
}

std::vector<Tick> log_ticks(const Scale& scale, AxisUnit unit, std::size_t most) {
  // From coarse to fine; the finest that is not too much.
  static const std::array<Multiples, 4> levels = {Multiples{1}, Multiples{1, 3}, Multiples{1, 2, 5},
                                                  Multiples{1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9}};
  std::vector<double> chosen;
  for (const Multiples& multiples : levels) {
    auto values = multiples_within(scale, multiples);
    if (values.size() > most) break;
    chosen = std::move(values);
  }
  if (chosen.empty()) {
    const auto decades = multiples_within(scale, levels.front());
    const std::size_t every = decades.size() / std::max<std::size_t>(most, 1) + 1;
    for (std::size_t i = 0; i < decades.size(); i += every) chosen.push_back(decades[i]);
  }
  constexpr std::size_t fewest = 3;
  if (chosen.size() < fewest && scale.high() / scale.low() < 10) {
    return linear_ticks(scale, unit, most);
  }
  std::vector<Tick> ticks;
  for (const double value : chosen) {
    ticks.push_back({.value = value, .label = axis_text(value, unit)});
  }
  return ticks;
}

std::vector<Tick> linear_ticks(const Scale& scale, AxisUnit unit, std::size_t most) {
  const double step =
      nice_step((scale.high() - scale.low()) / static_cast<double>(std::max<std::size_t>(most, 2)));
  std::vector<Tick> ticks;
  const auto first = static_cast<long long>(std::ceil(scale.low() / step));
  const auto last = static_cast<long long>(std::floor(scale.high() / step));
  for (long long i = first; i <= last; ++i) {
    const double value = static_cast<double>(i) * step;
    ticks.push_back({.value = value, .label = axis_text(value, unit)});
  }
  return ticks;
}

void thin_out_across(std::vector<Tick>& ticks, const Scale& scale, double font_size) {
  thin_out(ticks, scale,
           [&](const Tick& tick) { return text_width(tick.label, font_size) / 2 + font_size / 3; });
}

void thin_out_upwards(std::vector<Tick>& ticks, const Scale& scale, double font_size) {
  thin_out(ticks, scale, [&](const Tick&) { return font_size * 0.6; });
}

}  // namespace ipcbench
