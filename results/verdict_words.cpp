// Wording findings.
#include "results/verdict_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

std::string three_digits(double value) {
  const double size = std::abs(value);
  if (size >= 1e7) return fmt::format("{:.2e}", value);
  return fmt::format("{:.{}f}", value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

std::string time_words(double ns) {
  if (ns >= 999'500'000) return three_digits(ns * 1e-9) + " s";
  if (ns >= 999'500) return three_digits(ns * 1e-6) + " ms";
  return ns >= 999.5 ? three_digits(ns * 1e-3) + " us" : three_digits(ns) + " ns";
}

/// Without the sign: "5.1", "123", "999+".
std::string percent_number(double part) {
  const double percent = std::abs(part) * 100;
  if (percent >= 999.5) return "999+";
  return fmt::format("{:.{}f}", percent, percent >= 99.95 ? 0 : 1);
}

std::string signed_percent(double part) {
  std::string number = percent_number(part);
  if (number == "0.0") return number;
  return (part < 0 ? "-" : "+") + number;
}

bool is_counted(const Finding& finding) {
  return is_counter(finding.metric);
}

/// Nothing for what is no number, either.
std::optional<double> finite(std::optional<double> value) {
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::string count_words(double more) {
  if (std::abs(more) < 0.005) return "the same";
  return fmt::format("{} {}", three_digits(std::abs(more)), more > 0 ? "more" : "fewer");
}

}  // namespace

std::string metric_words(std::string_view metric) {
  if (metric == "rtt_p50") return "p50";
  if (metric == "rtt_p99") return "p99";
  return plain_line(metric, 40);
}

std::string value_words(std::optional<double> value, std::string_view unit) {
  value = finite(value);
  if (!value) return "-";
  if (unit == "ns") return time_words(*value);
  if (unit == "MB/s" && *value >= 9'999.5) return three_digits(*value * 1e-3) + " GB/s";
  const bool plain = unit.empty() || unit == "1";
  return three_digits(*value) + (plain ? "" : " " + plain_line(unit, 20));
}

std::string percent_words(double part) {
  if (!std::isfinite(part)) return "-";
  std::string number = percent_number(part);
  if (number.ends_with(".0")) number.resize(number.size() - 2);
  return number + " %";
}

std::string change_words(const Finding& finding) {
  const auto a = finite(finding.a);
  const auto b = finite(finding.b);
  if (is_counted(finding) && a && b) return count_words(*b - *a);
  if (!finding.change || !std::isfinite(finding.change->value)) return "-";
  const std::string number = percent_number(finding.change->value);
  if (number == "0.0") return "the same";
  return fmt::format("{} % {}", number, finding.change->value > 0 ? "slower" : "faster");
}

std::string interval_words(const Finding& finding) {
  if (is_counted(finding)) return finding.judged ? "exact" : "-";
  if (!finding.change || !finding.change->interval) return "-";
  const auto [low, high] = *finding.change->interval;
  if (!std::isfinite(low) || !std::isfinite(high)) return "-";
  return fmt::format("{} .. {} %", signed_percent(low), signed_percent(high));
}

std::string p_words(const Finding& finding) {
  const auto p = finite(finding.p);
  if (!p) return "-";
  return *p < 0.001 ? "<0.001" : fmt::format("{:.3f}", *p);
}

std::string detectable_words(const Finding& finding) {
  const auto least = finite(finding.detectable);
  return least ? percent_words(*least) : "-";
}

std::string finding_words(const Finding& finding) {
  std::string text = metric_words(finding.metric) + ":";
  if (!finding.a && !finding.b && !finding.change) return text + " not measured";
  if (finding.a || finding.b) {
    text += fmt::format(" {} -> {},", value_words(finding.a, finding.unit),
                        value_words(finding.b, finding.unit));
  }
  text += " " + change_words(finding);
  if (const std::string interval = interval_words(finding); interval != "-") {
    text += fmt::format(" [{}]", interval);
  }
  if (finding.p) text += ", p " + p_words(finding);
  if (finding.detectable) text += ", would have found " + detectable_words(finding);
  return text;
}

std::string cell_words(const Cell& cell) {
  return plain_line(cell.name());
}

std::string mechanism_words(const ComparedMechanism& mechanism) {
  return plain_line(fmt::format("{}/{}/{}", name_of(mechanism.pattern), mechanism.row,
                                mechanism.placement.name())) +
         fmt::format(", {} sizes together", mechanism.sizes);
}

}  // namespace ipcbench
