// Writing a comparison as OpenMetrics 1.0.
#include "results/comparison_openmetrics.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <set>

#include "base/plain_text.hpp"
#include "results/openmetrics_text.hpp"

namespace ipcbench {

namespace {

std::string label(std::string_view text) {
  return label_value(plain_line(text));
}

/// A finding and the labels that say which it is.
struct Labelled {
  std::string labels;
  const Finding* finding;
};

std::string labels_of(std::string_view of, Pattern pattern, const std::string& row,
                      const std::string& size, const Placement& placement, const Finding& finding) {
  return fmt::format(
      R"(of="{}",pattern="{}",mechanism="{}",size_bytes="{}",placement="{}",metric="{}")", of,
      name_of(pattern), label(row), size, placement.name(), label(finding.metric));
}

void add_cell(std::vector<Labelled>& all, std::string_view of, const ComparedCell& compared) {
  const Cell& cell = compared.cell;
  for (const Finding& finding : compared.findings) {
    all.push_back({.labels = labels_of(of, cell.pattern, cell.row(),
                                       std::to_string(cell.message_bytes), cell.placement, finding),
                   .finding = &finding});
  }
}

/// Each set of labels once: a sample that is there twice makes the whole text invalid.
std::vector<Labelled> labelled(const Comparison& comparison) {
  std::vector<Labelled> all;
  for (const ComparedCell& cell : comparison.cells) add_cell(all, "cell", cell);
  for (const ComparedMechanism& mechanism : comparison.mechanisms) {
    all.push_back({.labels = labels_of("mechanism", mechanism.pattern, mechanism.row, "all",
                                       mechanism.placement, mechanism.finding),
                   .finding = &mechanism.finding});
  }
  if (comparison.control) add_cell(all, "control", *comparison.control);
  std::set<std::string> seen;
  std::erase_if(all, [&](const Labelled& one) { return !seen.insert(one.labels).second; });
  return all;
}

using Get = std::function<std::optional<double>(const Finding&)>;

struct GaugeFamily {
  std::string_view name, unit, help;
  Get get;
};

std::optional<double> end_of(const Finding& finding, bool low) {
  if (!finding.change || !finding.change->interval) return {};
  return low ? finding.change->interval->first : finding.change->interval->second;
}

std::vector<GaugeFamily> families() {
  return {
      {.name = "ipcbench_change_ratio",
       .unit = "ratio",
       .help = "How much more time B takes than A: 0.05 is 5 % slower.",
       .get =
           [](const Finding& f) {
             return f.change ? std::optional(f.change->value) : std::nullopt;
           }},
      {.name = "ipcbench_change_ci95_low_ratio",
       .unit = "ratio",
       .help = "Lower end of the 95 % interval of the change.",
       .get = [](const Finding& f) { return end_of(f, true); }},
      {.name = "ipcbench_change_ci95_high_ratio",
       .unit = "ratio",
       .help = "Upper end of the 95 % interval of the change.",
       .get = [](const Finding& f) { return end_of(f, false); }},
      {.name = "ipcbench_change_delta_ratio",
       .unit = "ratio",
       .help = "The smallest change that counts.",
       .get = [](const Finding& f) { return std::optional(f.delta); }},
      {.name = "ipcbench_change_detectable_ratio",
       .unit = "ratio",
       .help = "The smallest change that would have been found nine times out of ten.",
       .get = [](const Finding& f) { return f.detectable; }},
      {.name = "ipcbench_change_p",
       .unit = "",
       .help = "Of the change, adjusted for the number of tests.",
       .get = [](const Finding& f) { return f.p; }},
      {.name = "ipcbench_change_rounds",
       .unit = "",
       .help = "Rounds that it was judged by.",
       .get = [](const Finding& f) { return std::optional<double>(f.rounds); }},
  };
}

void add_family(std::string& text, const GaugeFamily& family, const std::vector<Labelled>& all) {
  add_gauge(text, family.name, family.unit, family.help);
  for (const Labelled& one : all) {
    const auto value = family.get(*one.finding);
    if (!value || !std::isfinite(*value)) continue;
    text += fmt::format("{}{{{}}} {:.9g}\n", family.name, one.labels, *value);
  }
}

/// The arms' own figures, a family for each unit.
void add_levels(std::string& text, const std::vector<Labelled>& all) {
  // Units without a base unit share a family; the metric's label tells them apart.
  std::set<std::string_view> seen;
  for (const Labelled& of_unit : all) {
    const auto [suffix, base, factor] = base_unit(of_unit.finding->unit);
    if (!seen.insert(base).second) continue;
    const std::string name = fmt::format("ipcbench_compared{}", suffix);
    add_gauge(text, name, base, "Median of one of the two arms.");
    for (const Labelled& one : all) {
      if (base_unit(one.finding->unit).unit != base) continue;
      for (const auto& [arm, value] : {std::pair("A", one.finding->a), {"B", one.finding->b}}) {
        if (!value || !std::isfinite(*value)) continue;
        text += fmt::format("{}{{arm=\"{}\",{}}} {:.9g}\n", name, arm, one.labels, *value * factor);
      }
    }
  }
}

void add_whole(std::string& text, const Comparison& comparison) {
  text += "# TYPE ipcbench_comparison info\n# HELP ipcbench_comparison What was compared.\n";
  const auto& [a, b] = comparison.arms;
  text += fmt::format(
      "ipcbench_comparison_info{{started_at=\"{}\",method=\"{}\",verdict=\"{}\",a_version=\"{}\","
      "a_commit=\"{}\",b_version=\"{}\",b_commit=\"{}\"}} 1\n",
      label(comparison.started_at),
      comparison.method == Comparison::Method::duel ? "duel" : "stored",
      comparison.incomparable.empty() ? name_of(comparison.verdict) : "not comparable",
      label(a.version), label(a.commit), label(b.version), label(b.commit));
  add_gauge(text, "ipcbench_comparison_cells", "", "Cells with this verdict.");
  for (const Verdict verdict : all_verdicts) {
    text += fmt::format("ipcbench_comparison_cells{{verdict=\"{}\"}} {}\n", name_of(verdict),
                        comparison.count(verdict));
  }
  add_gauge(text, "ipcbench_comparison_fit", "", "1 if the machine was fit, 0 if not.");
  text += fmt::format("ipcbench_comparison_fit {}\n", comparison.fit ? 1 : 0);
  add_gauge(text, "ipcbench_comparison_duration_seconds", "seconds", "What it took.");
  const double elapsed = std::isfinite(comparison.elapsed_s) ? comparison.elapsed_s : 0;
  text += fmt::format("ipcbench_comparison_duration_seconds {:.9g}\n", elapsed);
}

}  // namespace

std::string comparison_openmetrics(const Comparison& comparison) {
  std::string text;
  add_whole(text, comparison);
  const std::vector<Labelled> all = labelled(comparison);
  add_gauge(text, "ipcbench_finding", "", "1, with the verdict and its reason as labels.");
  for (const Labelled& one : all) {
    text += fmt::format("ipcbench_finding{{{},verdict=\"{}\",reason=\"{}\"}} 1\n", one.labels,
                        name_of(one.finding->verdict), label(one.finding->reason));
  }
  for (const GaugeFamily& family : families()) add_family(text, family, all);
  add_levels(text, all);
  return text + "# EOF\n";
}

}  // namespace ipcbench
