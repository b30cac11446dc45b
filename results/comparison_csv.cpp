// Writing a comparison as CSV (RFC 4180).
#include "results/comparison_csv.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/plain_text.hpp"
#include "results/csv.hpp"

namespace ipcbench {

namespace {

constexpr std::string_view header =
    "of,pattern,mechanism,size_bytes,placement,metric,unit,a,b,change,ci_low,ci_high,p,delta,"
    "detectable,rounds,confirmed,judged,verdict,reason\n";

std::string number(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{:.6g}", *value) : std::string();
}

std::string field(std::string_view text) {
  return csv_field(plain_line(text, 2'000));
}

std::string figures(const Finding& finding) {
  std::optional<double> change, low, high;
  if (finding.change) {
    change = finding.change->value;
    if (const auto& interval = finding.change->interval) {
      low = interval->first;
      high = interval->second;
    }
  }
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}", field(finding.metric),
                     field(finding.unit), number(finding.a), number(finding.b), number(change),
                     number(low), number(high), number(finding.p), number(finding.delta),
                     number(finding.detectable), finding.rounds, finding.confirmed ? 1 : 0,
                     finding.judged ? 1 : 0, name_of(finding.verdict), field(finding.reason));
}

void add_cell(std::string& csv, std::string_view of, const ComparedCell& compared) {
  const Cell& cell = compared.cell;
  for (const Finding& finding : compared.findings) {
    csv += fmt::format("{},{},{},{},{},{}\n", of, name_of(cell.pattern), field(cell.row()),
                       cell.message_bytes, cell.placement.name(), figures(finding));
  }
}

}  // namespace

std::string comparison_csv(const Comparison& comparison) {
  std::string csv(header);
  for (const ComparedCell& cell : comparison.cells) add_cell(csv, "cell", cell);
  for (const ComparedMechanism& mechanism : comparison.mechanisms) {
    csv += fmt::format("mechanism,{},{},,{},{}\n", name_of(mechanism.pattern), field(mechanism.row),
                       mechanism.placement.name(), figures(mechanism.finding));
  }
  if (comparison.control) add_cell(csv, "control", *comparison.control);
  return csv;
}

}  // namespace ipcbench
