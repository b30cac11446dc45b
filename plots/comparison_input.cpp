// Wording what a figure of a comparison does not draw, and its frame.
#include "plots/comparison_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/plain_text.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

std::string build_of(const ComparedArm& arm) {
  if (!arm.commit.empty()) return arm.commit;
  return arm.version.empty() ? arm.command : arm.version;
}

/// Of one build under two conditions these are what is compared.
std::string condition_of(const ComparedArm& arm) {
  const std::size_t at = arm.command.find(" with ");
  return at == std::string::npos ? "" : arm.command.substr(at);
}

}  // namespace

Frame frame_of(const ComparisonInput& input) {
  const Comparison& comparison = *input.comparison;
  const bool one_build = build_of(comparison.arms[0]) == build_of(comparison.arms[1]);
  const auto arm = [&](const ComparedArm& one, std::string_view letter) {
    const std::string subject =
        plain_line(build_of(one), 40) + (one_build ? plain_line(condition_of(one), 40) : "");
    return one.name == letter ? fmt::format("{}: {}", letter, subject)
                              : fmt::format("{}: {} {}", letter, plain_line(one.name, 20), subject);
  };
  Frame frame{.id = input.id,
              .title = "How much slower is B than A?",
              .subtitle = fmt::format("{}; {}; lower is better", arm(comparison.arms[0], "A"),
                                      arm(comparison.arms[1], "B")),
              .description = {},
              .notes = {},
              .machine = {},
              .theme = input.theme};
  frame.description = plain_line(headline(comparison), 400);
  frame.notes.push_back(plain_line(headline(comparison), 400));
  const auto fact = [&](std::string_view name) {
    const auto found = std::ranges::find(comparison.environment, name, [](const auto& entry) {
      return std::string_view(entry.first);
    });
    return found == comparison.environment.end() ? std::string("unknown")
                                                 : plain_line(found->second, 60);
  };
  const std::string kernel = fact("kernel");
  frame.machine = fmt::format("{}, Linux {}, {}", fact("cpu"), kernel.substr(0, kernel.find(' ')),
                              plain_line(comparison.started_at, 30));
  return frame;
}

std::optional<Estimate> drawable_change(const Finding& finding) {
  const auto& change = finding.change;
  if (!change || !std::isfinite(change->value) || !std::isfinite(finding.delta)) return {};
  const auto [low, high] = change->interval.value_or(std::pair{0.0, 0.0});
  if (!std::isfinite(low) || !std::isfinite(high)) return {};
  return change;
}

std::vector<std::string> undrawn_findings(const std::vector<ListedFinding>& findings) {
  constexpr std::size_t most_notes = 12;
  std::vector<std::string> notes;
  std::size_t left_out = 0;
  for (const ListedFinding& listed : findings) {
    const Finding& finding = *listed.finding;
    const bool is_drawn = !is_counter(finding.metric) && drawable_change(finding);
    const bool is_news =
        !is_counter(finding.metric) || (finding.judged && finding.verdict != Verdict::equivalent);
    if (is_drawn || !is_news) continue;
    if (notes.size() >= most_notes) {
      ++left_out;
      continue;
    }
    std::string note = fmt::format("{}, {}", listed.name(), finding_words(finding));
    if (!finding.reason.empty()) note += fmt::format(": {}", plain_line(finding.reason, 200));
    notes.push_back(note);
  }
  if (left_out > 0) notes.push_back(fmt::format("and {} more that are not drawn", left_out));
  return notes;
}

}  // namespace ipcbench
