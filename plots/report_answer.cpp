// Wording the answer.
#include "plots/report_answer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "plots/layout.hpp"
#include "plots/recommendation_words.hpp"
#include "plots/svg.hpp"
#include "plots/table.hpp"
#include "results/run_words.hpp"
#include "results/standard_needs.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

std::string_view question(StandardNeed need) {
  switch (need) {
    case StandardNeed::any:
      return "Shortest round trip, whatever it takes";
    case StandardNeed::no_spin:
      return "Shortest round trip of those that sleep while they wait";
    case StandardNeed::unrelated:
      return "… that join processes which are not related by fork";
    case StandardNeed::boundaries:
      return "… that keep message boundaries";
    case StandardNeed::stream:
      return "Highest throughput, one way, of those that sleep";
  }
  return {};
}

/// With a blank at which no line ends: "64 B".
std::string unbroken(std::string text) {
  for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at)) {
    text.replace(at, 1, "\u00a0");
  }
  return text;
}

std::string name(const std::string& row) {
  return fmt::format("<b class=\"name\">{}</b>", xml_escaped(row));
}

/// "27.2 µs ±3 %": half of the interval is easier to read within a sentence than its ends.
std::string value_of(RankedBy by, const Estimate& estimate) {
  const bool is_rate = by == RankedBy::throughput;
  std::string text = fmt::format("{} {}", brief_number(estimate.value * (is_rate ? 1 : 1e-3)),
                                 is_rate ? "MB/s" : "µs");
  const std::string half = half_width_text(estimate);
  if (half != "-") text += fmt::format(" ±{} %", half.substr(0, half.find('%')));
  return unbroken(text);
}

std::vector<std::string> level_with(const Recommendation& made) {
  std::vector<std::string> rows;
  for (const Candidate& candidate : made.ranking) {
    if (candidate.standing == Standing::tied) rows.push_back(xml_escaped(candidate.row));
  }
  return rows;
}

/// "a, b and 3 more"
std::string some_of(const std::vector<std::string>& rows, std::size_t most) {
  if (rows.size() <= most) return fmt::format("{}", fmt::join(rows, ", "));
  const std::vector<std::string> first(rows.begin(),
                                       rows.begin() + static_cast<std::ptrdiff_t>(most));
  return fmt::format("{} and {} more", fmt::join(first, ", "), rows.size() - most);
}

std::string answer_cell(const StandardAnswer* answer) {
  if (answer == nullptr) return "<td></td>";
  const Recommendation& made = answer->recommendation;
  const Candidate* winner = made.winner();
  if (winner == nullptr) return "<td class=\"soft\">nothing that was measured</td>";
  std::string text = fmt::format("<td>{} {}", name(winner->row),
                                 value_of(made.needs.ranked_by, winner->ranked.estimate));
  std::vector<std::string> more;
  if (winner->p99 && made.needs.ranked_by != RankedBy::throughput) {
    more.push_back(fmt::format("p99 {} µs", brief_number(winner->p99->value * 1e-3)));
  }
  if (winner->cpu) {
    more.push_back(fmt::format("{} µs of CPU a message", brief_number(winner->cpu->value * 1e-3)));
  }
  if (winner->noisy) more.emplace_back("noisy");
  if (const auto rows = level_with(made); !rows.empty()) {
    more.push_back("not told apart from " + some_of(rows, 3));
  }
  if (!more.empty()) {
    text += fmt::format("<br><span class=\"soft\">{}</span>", fmt::join(more, "; "));
  }
  return text + "</td>";
}

class Answers {
 public:
  explicit Answers(const RunResult& run) : run_(run), list_(best_per_need(run)) {
    for (const StandardAnswer& answer : list_) sizes_.insert(size_of(answer));
  }

  [[nodiscard]] bool empty() const {
    return std::ranges::none_of(
        list_, [](const StandardAnswer& answer) { return answer.recommendation.winner(); });
  }

  [[nodiscard]] std::string sentences() const {
    const StandardAnswer* sleeping = first_of(StandardNeed::no_spin);
    const StandardAnswer* any = first_of(StandardNeed::any);
    std::string text;
    if (sleeping != nullptr) text += sleeping_sentence(sleeping->recommendation);
    if (any != nullptr) text += any_sentence(any->recommendation, sleeping);
    return text.empty() ? text : "<p>" + text + "</p>\n";
  }

  [[nodiscard]] std::string table() const {
    std::string text =
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"the best for each "
        "need\">"
        "<table class=\"words\">\n<thead><tr><th scope=\"col\">what is needed</th>";
    for (const std::size_t bytes : sizes_) {
      text += fmt::format("<th scope=\"col\">{}</th>", size_text(bytes));
    }
    text += "</tr></thead>\n<tbody>\n";
    for (const StandardNeed need :
         {StandardNeed::any, StandardNeed::no_spin, StandardNeed::unrelated,
          StandardNeed::boundaries, StandardNeed::stream}) {
      if (first_of(need) == nullptr) continue;
      text += fmt::format("<tr><th scope=\"row\">{}</th>", question(need));
      for (const std::size_t bytes : sizes_) text += answer_cell(find(need, bytes));
      text += "</tr>\n";
    }
    return text + "</tbody></table></div>\n";
  }

  /// What holds for all answers together, each once.
  [[nodiscard]] std::string caveats() const {
    std::vector<std::string> said;
    if (warns_of(Caveat::few_trials)) {
      said.push_back(fmt::format(
          "Some have fewer than {} trials and no interval: the order is not certain there.",
          trials_for_interval));
    }
    if (warns_of(Caveat::separate_intervals)) {
      said.push_back(
          fmt::format("Some share fewer than {} rounds with the best: whether their intervals "
                      "overlap decides there.",
                      rounds_for_ratio));
    }
    if (const std::string ahead = disturbed_ahead(); !ahead.empty()) {
      said.push_back(
          "Not chosen, though the figure is better, for the machine was disturbed: " + ahead + ".");
    }
    if (const std::string company = company_note(run_); !company.empty()) {
      said.push_back("While this was measured " + company + ".");
    }
    if (const std::string places = placement_sentence(); !places.empty()) said.push_back(places);
    if (warns_of(Caveat::one_regime)) {
      said.emplace_back(
          "The distance between the CPUs changed during the run; the figures are from the trials "
          "of one distance, which every table names.");
    }
    said.emplace_back(
        warns_of(Caveat::virtual_machine)
            ? "Measured on one machine, a virtual one, where a wake-up costs what its "
              "host makes of it. Another machine has other figures."
            : "Measured on one machine; another one has other figures.");
    std::string text;
    for (const std::string& caveat : said) {
      text += fmt::format("<li>{}</li>\n", xml_escaped(caveat));
    }
    return "<ul class=\"plain soft\">\n" + text + "</ul>\n";
  }

 private:
  static std::size_t size_of(const StandardAnswer& answer) {
    return answer.recommendation.needs.message_bytes;
  }

  [[nodiscard]] const StandardAnswer* find(StandardNeed need, std::size_t bytes) const {
    for (const StandardAnswer& answer : list_) {
      if (answer.need == need && size_of(answer) == bytes) return &answer;
    }
    return nullptr;
  }

  /// At the smallest size that has one.
  [[nodiscard]] const StandardAnswer* first_of(StandardNeed need) const {
    for (const StandardAnswer& answer : list_) {
      if (answer.need == need && answer.recommendation.winner() != nullptr) return &answer;
    }
    return nullptr;
  }

  [[nodiscard]] bool warns_of(Caveat caveat) const {
    return std::ranges::any_of(list_, [&](const StandardAnswer& answer) {
      return answer.recommendation.winner() != nullptr && answer.recommendation.warns_of(caveat);
    });
  }

  /// "posix_mq at 4 KiB, shm_futex at 64 KiB"
  [[nodiscard]] std::string disturbed_ahead() const {
    std::vector<std::string> rows;
    for (const StandardAnswer& answer : list_) {
      const Recommendation& made = answer.recommendation;
      for (std::size_t i = 0; i < made.best.value_or(0); ++i) {
        if (!made.ranking[i].noisy) continue;
        std::string row =
            fmt::format("{} at {}", made.ranking[i].row, size_text(made.needs.message_bytes));
        if (std::ranges::find(rows, row) == rows.end()) rows.push_back(std::move(row));
      }
    }
    return some_of(rows, 6);
  }

  /// Where the answers of a pattern are from; empty if it has none.
  [[nodiscard]] std::string place_of(Pattern pattern) const {
    for (const StandardAnswer& answer : list_) {
      const Recommendation& made = answer.recommendation;
      if (made.winner() != nullptr && made.needs.pattern == pattern) return made.placement.name();
    }
    return {};
  }

  /// Nothing if there is one placement only.
  [[nodiscard]] std::string placement_sentence() const {
    const std::string round_trips = place_of(Pattern::round_trip);
    const std::string streams = place_of(Pattern::stream);
    const std::string here = round_trips.empty() ? streams : round_trips;
    const bool differ = !streams.empty() && streams != here;
    std::vector<std::string> others;
    for (const TableSection& section : table_sections(run_)) {
      if (std::ranges::none_of(section.cells, &CellResult::measured)) continue;
      const bool is_stream = section.pattern == Pattern::stream;
      std::string place = section.placement.name();
      if (place == (differ && is_stream ? streams : here)) continue;
      if (differ) place = fmt::format("{} at {}", is_stream ? "throughputs" : "round trips", place);
      if (std::ranges::find(others, place) == others.end()) others.push_back(std::move(place));
    }
    if (!differ && others.empty()) return {};
    std::string text =
        differ
            ? fmt::format(
                  "These are the round trips of placement {} and the throughputs of placement {}",
                  here, streams)
            : fmt::format("These are the figures of placement {}", here);
    if (!others.empty()) {
      text += fmt::format("; measured, too: {}, with other ones", fmt::join(others, ", "));
    }
    return text + ".";
  }

  static std::string sleeping_sentence(const Recommendation& made) {
    const Candidate& winner = *made.winner();
    std::string text = fmt::format(
        "Of the mechanisms that sleep while they wait, {} has the shortest round trip at {}: {}{}",
        name(winner.row), unbroken(size_text(made.needs.message_bytes)),
        value_of(made.needs.ranked_by, winner.ranked.estimate),
        winner.noisy ? ", though the machine was disturbed" : "");
    if (const auto rows = level_with(made); !rows.empty()) {
      text += fmt::format(". This run does not tell it apart from {}", some_of(rows, 4));
    }
    return text + ". ";
  }

  static std::string any_sentence(const Recommendation& made, const StandardAnswer* sleeping) {
    const Candidate& winner = *made.winner();
    if (sleeping != nullptr && sleeping->recommendation.winner()->row == winner.row) return {};
    std::string text = fmt::format("{} takes {} at {}", name(winner.row),
                                   value_of(made.needs.ranked_by, winner.ranked.estimate),
                                   unbroken(size_text(made.needs.message_bytes)));
    if (std::ranges::find(winner.against, Drawback::spins) != winner.against.end()) {
      text += fmt::format(", but {}", meaning_of(Drawback::spins));
    }
    return text + ". ";
  }

  const RunResult& run_;
  std::vector<StandardAnswer> list_;
  std::set<std::size_t> sizes_;
};

}  // namespace

std::string report_answer(const RunResult& run) {
  const Answers answers(run);
  if (answers.empty()) return "<p>Nothing of this run can be ranked.</p>\n";
  return answers.sentences() + answers.table() + answers.caveats();
}

}  // namespace ipcbench
