// Laying out a recommendation.
#include "plots/recommendation_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "plots/layout.hpp"
#include "plots/ranking_table.hpp"
#include "plots/recommendation_words.hpp"
#include "plots/table.hpp"
#include "plots/wrapped.hpp"

namespace ipcbench {

namespace {

/// "a", "a and b", "a, b and 3 more": what a sentence still carries.
std::string names_text(const std::vector<std::string>& names, std::size_t most) {
  if (names.size() <= most) return fmt::format("{}", fmt::join(names, ", "));
  const std::vector<std::string> first(names.begin(),
                                       names.begin() + static_cast<std::ptrdiff_t>(most - 1));
  return fmt::format("{} and {} more", fmt::join(first, ", "), names.size() - first.size());
}

std::vector<std::string> rows_that_stand(const Recommendation& made, Standing standing) {
  std::vector<std::string> rows;
  for (const Candidate& candidate : made.ranking) {
    if (candidate.standing == standing) rows.push_back(candidate.row);
  }
  return rows;
}

std::string ties_text(const Recommendation& made) {
  const auto tied = rows_that_stand(made, Standing::tied);
  if (tied.empty()) return {};
  constexpr std::size_t most_named = 6;
  return fmt::format(" Not told apart from {}.", names_text(tied, most_named));
}

/// "a, b and c"
std::string list_text(const std::vector<std::string_view>& parts) {
  if (parts.size() < 2) return fmt::format("{}", fmt::join(parts, ""));
  const std::vector<std::string_view> first(parts.begin(), parts.end() - 1);
  return fmt::format("{} and {}", fmt::join(first, ", "), parts.back());
}

/// What it does, as far as somebody asked, and what it does not.
std::string qualities_text(const Recommendation& made, const Candidate& winner) {
  std::vector<std::string_view> good;
  for (const Need need : made.needs.needs) good.push_back(has_text(need));
  std::vector<std::string_view> bad;
  for (const Drawback drawback : winner.against) bad.push_back(meaning_of(drawback));
  std::string text;
  if (!good.empty()) text += "; it " + list_text(good);
  text += ".";
  if (!bad.empty()) text += " But it " + list_text(bad) + ".";
  return text;
}

/// Who spins wins, and most people cannot afford it: the next question is answered at once.
std::string without_spinning(const RunResult& run, const Recommendation& made) {
  const auto& against = made.winner()->against;
  if (std::ranges::find(against, Drawback::spins) == against.end()) return {};
  Needs needs = made.needs;
  needs.needs.push_back(Need::no_spin);
  const Recommendation other = recommend(run, needs);
  if (other.winner() == nullptr) return {};
  return fmt::format("Without spinning: {}, {}.{}", other.winner()->row,
                     headline(other, *other.winner()), ties_text(other));
}

/// Those that lack something, need by need; then those without a figure, by the reason.
void add_excluded(std::string& text, const Recommendation& made, std::size_t width) {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  const auto add = [&](const std::string& why, const std::string& row) {
    auto group = std::ranges::find(groups, why, &decltype(groups)::value_type::first);
    if (group == groups.end()) group = groups.insert(groups.end(), {why, {}});
    group->second.push_back(row);
  };
  for (const Need need : made.needs.needs) {
    for (const Exclusion& out : made.excluded) {
      if (std::ranges::find(out.lacks, need) == out.lacks.end()) continue;
      add(out.undescribed ? "nothing is known of them" : std::string(lacks_text(need)), out.row);
    }
  }
  for (const Exclusion& out : made.excluded) {
    if (!out.lacks.empty() || !out.no_figure) continue;
    const auto& [cause, bytes, reason] = *out.no_figure;
    add(fmt::format("{} at {}{}{}", name_of(cause), size_text(bytes), reason.empty() ? "" : ", ",
                    reason),
        out.row);
  }
  if (groups.empty()) return;
  text += "\nnot in the ranking:\n";
  for (auto& [why, rows] : groups) {
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    text += wrapped("  ", fmt::format("{}: {}", why, fmt::join(rows, ", ")), width);
  }
}

std::string_view question(StandardNeed need) {
  switch (need) {
    case StandardNeed::any:
      return "whatever it takes";
    case StandardNeed::no_spin:
      return "no spinning";
    case StandardNeed::unrelated:
      return "unrelated processes";
    case StandardNeed::boundaries:
      return "message boundaries";
    case StandardNeed::stream:
      return "throughput";
  }
  return {};
}

std::string answer_line(const StandardAnswer& answer, std::size_t names) {
  const Recommendation& made = answer.recommendation;
  const Candidate* winner = made.winner();
  const std::string start = fmt::format("  {:<20}", question(answer.need));
  if (winner == nullptr) return start + "nothing";
  const std::size_t tied = rows_that_stand(made, Standing::tied).size();
  return fmt::format("{}{:<{}}{:<26}{}", start, winner->row, names,
                     figure_text(made.needs.ranked_by, winner->ranked.estimate),
                     tied == 0 ? "" : fmt::format("= {} more", tied));
}

}  // namespace

std::string recommendation_text(const RunResult& run, const Recommendation& made,
                                std::size_t width) {
  const Candidate& winner = *made.winner();
  std::string text = wrapped(
      "",
      winner.row + ": " + headline(made, winner) + qualities_text(made, winner) + ties_text(made),
      width);
  const std::string other = without_spinning(run, made);
  if (!other.empty()) text += wrapped("", other, width);
  text += "\n" + ranking_table(run, made, width);
  add_excluded(text, made, width);
  text += "\n";
  for (const std::string& caveat : caveat_texts(run, made)) text += wrapped("* ", caveat, width);
  return text;
}

std::string standard_answers_text(const RunResult& run, const std::vector<StandardAnswer>& answers,
                                  std::size_t width) {
  std::set<std::size_t> sizes;
  std::vector<std::string> winners;
  for (const auto& answer : answers) {
    sizes.insert(answer.recommendation.needs.message_bytes);
    if (const Candidate* winner = answer.recommendation.winner()) winners.push_back(winner->row);
  }
  const std::size_t names = name_columns(winners);
  std::string text;
  for (const std::size_t bytes : sizes) {
    text += fmt::format("{}\n", size_text(bytes));
    for (const auto& answer : answers) {
      if (answer.recommendation.needs.message_bytes == bytes) {
        append_line(text, answer_line(answer, names));
      }
    }
  }
  text += "\n";
  const bool ties = std::ranges::any_of(answers, [](const StandardAnswer& answer) {
    return !rows_that_stand(answer.recommendation, Standing::tied).empty();
  });
  if (ties) text += wrapped("= ", "so many more, not told apart", width);
  text += wrapped("", "All but the first sleep while they wait. --size shows a ranking.", width);
  if (answers.empty()) return text;
  Recommendation any = answers.front().recommendation;
  // What is said of all answers, not of this one.
  std::erase(any.caveats, Caveat::noisy_ahead);
  std::erase(any.caveats, Caveat::best_is_noisy);
  const bool separate = std::ranges::any_of(answers, [](const StandardAnswer& answer) {
    return answer.recommendation.warns_of(Caveat::separate_intervals);
  });
  if (separate && !any.warns_of(Caveat::separate_intervals)) {
    any.caveats.insert(any.caveats.begin(), Caveat::separate_intervals);
  }
  for (const std::string& caveat : caveat_texts(run, any)) text += wrapped("* ", caveat, width);
  return text;
}

std::string nothing_matched_text(const Recommendation& made) {
  std::vector<std::string> parts;
  for (const Need need : made.needs.needs) {
    const auto out = std::ranges::count_if(made.excluded, [need](const Exclusion& exclusion) {
      return std::ranges::find(exclusion.lacks, need) != exclusion.lacks.end();
    });
    if (out > 0) parts.push_back(fmt::format("{} leaves out {}", option_of(need), out));
  }
  const auto unmeasured = std::ranges::count_if(made.excluded, [](const Exclusion& exclusion) {
    return exclusion.lacks.empty() && exclusion.no_figure.has_value();
  });
  if (unmeasured > 0) {
    parts.push_back(fmt::format("{} have no {} at {}", unmeasured, metric_of(made.needs.ranked_by),
                                size_text(made.needs.message_bytes)));
  }
  return fmt::format("nothing matched, of {} mechanisms: {}", made.excluded.size(),
                     fmt::join(parts, ", "));
}

}  // namespace ipcbench
