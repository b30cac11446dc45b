// Wording what a figure of a comparison does not draw, and its frame.
#include "plots/comparison_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/plain_text.hpp"
#include "results/verdict_words.hpp"

namespace ipcbench {

Frame frame_of(const ComparisonInput& input) {
  const Comparison& comparison = *input.comparison;
  const auto arm = [](const ComparedArm& one, std::string_view letter) {
    const std::string build = plain_line(!one.commit.empty()    ? one.commit
                                         : !one.version.empty() ? one.version
                                                                : one.command,
                                         40);
    return one.name == letter ? fmt::format("{}: {}", letter, build)
                              : fmt::format("{}: {} {}", letter, plain_line(one.name, 20), build);
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
    const bool is_exact = finding.metric == "syscalls";
    if (is_exact ? finding.verdict == Verdict::equivalent : drawable_change(finding).has_value())
      continue;
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
