// A line for each candidate.
#include "plots/ranking_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "plots/layout.hpp"
#include "plots/recommendation_words.hpp"
#include "plots/table.hpp"
#include "plots/wrapped.hpp"
#include "results/regimes.hpp"

namespace ipcbench {

namespace {

struct Column {
  RankedBy by;
  std::string_view head;
  std::optional<Estimate> Candidate::* figure;
  double factor;
};

constexpr Column columns[] = {
    {RankedBy::p50, "p50", &Candidate::p50, 1e-3},
    {RankedBy::p99, "p99", &Candidate::p99, 1e-3},
    {RankedBy::throughput, "MB/s", &Candidate::throughput, 1},
    {RankedBy::cpu, "cpu/m", &Candidate::cpu, 1e-3},
};

/// What it is ranked by comes first.
std::vector<Column> columns_for(RankedBy by) {
  std::vector<Column> ordered(std::begin(columns), std::end(columns));
  std::ranges::stable_partition(ordered, [by](const Column& column) { return column.by == by; });
  return ordered;
}

std::string title(const RunResult& run, const Recommendation& made) {
  std::string where = made.placement.name();
  for (const TableSection& section : table_sections(run)) {
    if (section.pattern != made.needs.pattern || section.placement != made.placement) continue;
    const std::string regime = regime_label(regimes_of(run, *section.cells.front()));
    where = where_text(section) + (regime.empty() ? "" : ", ") + regime;
  }
  const RankedBy by = made.needs.ranked_by;
  return fmt::format("{} in {} at {}{}, {}: {} is better", ranked_text(by), unit_of(by),
                     made.sizes.size() == 2 ? "about " : "", size_text(made.needs.message_bytes),
                     where, lower_is_better(metric_of(by)) ? "lower" : "higher");
}

std::string against_text(const Candidate& candidate) {
  std::vector<std::string> words;
  for (const Drawback drawback : candidate.against) {
    std::string word(word_of(drawback));
    const double loss = candidate.loss.value_or(0);
    if (drawback == Drawback::may_drop && loss > 0) word += fmt::format(" {:.2g}%", loss * 100);
    words.push_back(std::move(word));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string_view mark_of(const Candidate& candidate) {
  if (candidate.noisy) return "~";
  if (candidate.standing == Standing::tied) return "=";
  return candidate.standing == Standing::unsure ? "?" : "";
}

std::string line_of(const Candidate& candidate, std::size_t names,
                    const std::vector<Column>& ordered) {
  // What was disturbed has no place among the others.
  const bool placed = candidate.standing == Standing::best || !candidate.noisy;
  const std::string rank = placed ? std::to_string(candidate.rank) : std::string();
  std::string line =
      fmt::format("{:>2}{:<2}{:<{}}", rank, mark_of(candidate), candidate.row, names);
  for (const Column& column : ordered) {
    const auto& figure = candidate.*(column.figure);
    line += fmt::format("{:>7}", figure ? brief_number(figure->value * column.factor) : "-");
    if (&column == &ordered.front()) {
      line += fmt::format("  {:<20}", ratio_text(candidate.to_best));
    }
  }
  return line;
}

/// The words that speak against a row need so many columns beside it, or they stand below it.
constexpr std::size_t room_for_words = 12;

void add_line(std::string& text, const std::string& line, const std::string& against,
              std::size_t width) {
  if (against.empty()) {
    append_line(text, line);
  } else if (line.size() + room_for_words <= width) {
    text += wrapped(line + "  ", against, width);
  } else {
    append_line(text, line);
    text += wrapped("      ", against, width);
  }
}

std::string legend(const Recommendation& made, std::size_t width) {
  std::string text;
  const auto any = [&](std::string_view mark) {
    return std::ranges::any_of(made.ranking,
                               [&](const Candidate& c) { return mark_of(c) == mark; });
  };
  text += wrapped("", "p50, p99, cpu/m in us; cpu/m: CPU time a message, both sides", width);
  text += wrapped("#       ", "1 and how many are better for certain: told apart", width);
  text += wrapped("to best ",
                  "how many times the best, by the ratios within rounds; [ ]: 95 % for all rows "
                  "together; better than 1: in the shared rounds, not for certain",
                  width);
  if (!made.by_rounds) {
    text += wrapped("        ",
                    fmt::format("without [ ]: fewer than {} rounds in common, so the rows' own "
                                "intervals decide",
                                rounds_for_ratio),
                    width);
  }
  if (any("=")) {
    text += wrapped("=       ", "not told apart from the best", width);
  }
  if (any("?")) text += wrapped("?       ", "no interval, so it may as well be the best", width);
  if (any("~"))
    text += wrapped("~       ", "noisy: the machine was disturbed; it gets no rank", width);
  for (const Drawback drawback :
       {Drawback::spins, Drawback::may_drop, Drawback::byte_stream, Drawback::related_only,
        Drawback::leaves_name, Drawback::peer_loss_unnoticed, Drawback::peer_loss_told_to_sender,
        Drawback::link_each}) {
    const bool said = std::ranges::any_of(made.ranking, [drawback](const Candidate& candidate) {
      return std::ranges::find(candidate.against, drawback) != candidate.against.end();
    });
    if (!said) continue;
    text += wrapped(fmt::format("{:<8}", word_of(drawback)), meaning_of(drawback), width);
  }
  return text;
}

}  // namespace

std::string ranking_table(const RunResult& run, const Recommendation& made, std::size_t width) {
  const auto ordered = columns_for(made.needs.ranked_by);
  std::vector<std::string> rows;
  for (const Candidate& candidate : made.ranking) rows.push_back(candidate.row);
  const std::size_t names = name_columns(rows);

  std::string text = wrapped("", title(run, made), width);
  std::string head = fmt::format(" #  {:<{}}", "mechanism", names);
  for (const Column& column : ordered) {
    head += fmt::format("{:>7}", column.head);
    if (&column == &ordered.front()) head += fmt::format("  {:<20}", "to best");
  }
  if (head.size() + room_for_words <= width) head += "  against";
  append_line(text, head);
  for (const Candidate& candidate : made.ranking) {
    add_line(text, line_of(candidate, names, ordered), against_text(candidate), width);
  }
  return text + "\n" + legend(made, width);
}

}  // namespace ipcbench
