// `ipcbench recommend`: which mechanism for which needs, from a result that was saved.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "bench/arguments.hpp"
#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/descriptions.hpp"
#include "bench/result_selection.hpp"
#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "plots/recommendation_text.hpp"
#include "plots/recommendation_words.hpp"
#include "plots/table.hpp"
#include "results/recommendation_json.hpp"

namespace ipcbench {

namespace {

constexpr std::array flags = {
    std::pair{Need::no_spin, "A receiver that waits sleeps"},
    std::pair{Need::unrelated, "The processes are not parent and child"},
    std::pair{Need::boundaries, "Messages stay apart: no byte stream"},
    std::pair{Need::reliable, "Nothing is dropped"},
    std::pair{Need::peer_loss, "Both calls tell when the peer is dead"},
    std::pair{Need::network, "The peer may be on another machine"},
};

struct Typed {
  std::string path, regime;
  std::optional<std::string> size, pattern, metric, placement, fan_in;
  std::vector<std::string> needs;
  std::array<bool, flags.size()> flagged = {};
  std::string format = "text";
};

void declare(CommandLine& app, Typed& typed) {
  app.add_option("result", typed.path, "A result file; - is standard input")
      .type_name("RESULT")
      .required();
  app.add_option("--size", typed.size, "Of a message: 64, 4k, 1M (default: an overview)")
      .type_name("SIZE");
  app.add_option("--pattern", typed.pattern, "round_trip (default) or stream").type_name("NAME");
  app.add_option("--metric", typed.metric, "Ranked by p50, p99, throughput or cpu")
      .type_name("NAME");
  for (std::size_t i = 0; i < flags.size(); ++i) {
    app.add_flag(std::string(option_of(flags[i].first)), typed.flagged[i], flags[i].second);
  }
  app.add_option("--fan-in", typed.fan_in, "So many senders to one receiver").type_name("N");
  app.add_option("--need", typed.needs, "The same as names: no_spin,boundaries").type_name("LIST");
  app.add_option("--placement", typed.placement, "cross, same, ... (default: cross, if measured)")
      .type_name("NAME");
  add_regime_option(app, typed.regime);
  app.add_option("--format", typed.format, "text (default) or json").type_name("NAME");
  app.footer(
      "Without --size: the best for the usual questions, at three sizes.\n"
      "A size between two measured ones is estimated from both; outside, nothing is.\n"
      "\nExamples:\n"
      "  ipcbench recommend results/reference/quick.json\n"
      "  ipcbench recommend quick.json --size 4k --unrelated --no-spin --boundaries\n"
      "  ipcbench recommend quick.json --size 64k --pattern stream --fan-in 8\n"
      "  ipcbench recommend quick.json --size 64 --metric p99 --format json\n");
}

/// One of `known`, by its name.
template <class Enum, std::size_t count>
Enum named(std::string_view option, const std::string& text, const std::array<Enum, count>& known) {
  std::vector<std::string_view> names;
  for (const Enum candidate : known) {
    if (text == name_of(candidate)) return candidate;
    names.push_back(name_of(candidate));
  }
  throw UsageError(fmt::format("{} '{}': {} is wanted{}", option, text, fmt::join(names, ", "),
                               did_you_mean(text, names)));
}

constexpr std::array rankings = {RankedBy::p50, RankedBy::p99, RankedBy::throughput, RankedBy::cpu};
constexpr std::array patterns = {Pattern::round_trip, Pattern::stream};

std::vector<Need> needs_in(const Typed& typed) {
  std::vector<Need> needs;
  const auto add = [&](Need need) {
    if (std::ranges::find(needs, need) == needs.end()) needs.push_back(need);
  };
  std::array<Need, flags.size()> known{};
  std::ranges::transform(flags, known.begin(), [](const auto& flag) { return flag.first; });
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (typed.flagged[i]) add(flags[i].first);
  }
  for (const std::string& list : typed.needs) {
    for (const std::string_view part : split(list, ',')) {
      std::string name(part);
      std::ranges::replace(name, '-', '_');
      add(named("--need", name, known));
    }
  }
  constexpr std::uint64_t most_senders = 1'000'000;
  if (typed.fan_in && parse_number("--fan-in", *typed.fan_in, 1, most_senders) > 1) {
    add(Need::fan_in);
  }
  return needs;
}

/// The metric says the pattern, where that is not said.
void choose_ranking(const Typed& typed, Needs& needs) {
  if (typed.pattern) needs.pattern = named("--pattern", *typed.pattern, patterns);
  if (!typed.metric) {
    needs.ranked_by = usual_ranking(needs.pattern);
    return;
  }
  needs.ranked_by = named("--metric", *typed.metric, rankings);
  if (has_ranking(needs.pattern, needs.ranked_by)) return;
  if (!typed.pattern) {
    needs.pattern = Pattern::stream;
    return;
  }
  throw UsageError(
      fmt::format("--metric {}: --pattern {} has none (it has {})", *typed.metric, *typed.pattern,
                  needs.pattern == Pattern::stream ? "throughput and cpu" : "p50, p99 and cpu"));
}

std::size_t size_in(const std::string& text) {
  const auto sizes = parse_sizes(text);
  if (sizes.size() != 1) {
    throw UsageError(fmt::format("--size '{}': one message size is wanted, such as 4k", text));
  }
  return sizes.front();
}

Needs parse(const Typed& typed) {
  Needs needs;
  choose_ranking(typed, needs);
  needs.needs = needs_in(typed);
  if (typed.size) needs.message_bytes = size_in(*typed.size);
  if (typed.placement) {
    const auto placement = parse_placement(*typed.placement);
    if (!placement) throw UsageError(fmt::format("--placement: {}", placement.error()));
    needs.placement = *placement;
  }
  if (typed.format != "text" && typed.format != "json") {
    throw UsageError(fmt::format("--format '{}': text or json is wanted", typed.format));
  }
  const bool ranking_asked = !needs.needs.empty() || typed.metric || typed.pattern;
  if (!typed.size && (ranking_asked || typed.format == "json")) {
    throw UsageError("--size is missing, such as --size 4k: what fits depends on it");
  }
  return needs;
}

void require_measured(const Recommendation& made, const Typed& typed) {
  const auto& sizes = made.measured_sizes;
  if (sizes.empty()) {
    throw UsageError(fmt::format("{}: no {} was measured{}", typed.path,
                                 name_of(made.needs.pattern),
                                 typed.placement ? " at placement " + *typed.placement : ""));
  }
  if (!made.sizes.empty()) return;
  throw UsageError(
      fmt::format("--size {}: this result has {} to {}, and beyond them nothing is known",
                  typed.size.value_or(""), size_text(sizes.front()), size_text(sizes.back())));
}

}  // namespace

int recommend_command(const std::vector<std::string>& arguments) {
  CommandLine app("recommend", "Say which mechanism fits, from the figures of a saved result.");
  Typed typed;
  declare(app, typed);
  if (const auto code = app.parse(arguments)) return *code;
  const Needs needs = parse(typed);

  RunResult run = load_result(typed.path, typed.regime);
  const bool guessed = describe_mechanisms(run);
  const auto print = [guessed](const std::string& text) {
    if (guessed) {
      fmt::print(stderr,
                 "ipcbench: an old result without descriptions: those of this ipcbench are used\n");
    }
    fmt::print("{}", text);
  };
  if (!typed.size) {
    const auto answers =
        needs.placement ? best_per_need(run, *needs.placement) : best_per_need(run);
    if (answers.empty()) {
      throw UsageError(needs.placement
                           ? fmt::format("--placement {}: this result has nothing of it",
                                         needs.placement->name())
                           : fmt::format("{}: nothing was measured", typed.path));
    }
    print(standard_answers_text(run, answers, terminal_width()));
    return exit_code::fine;
  }
  const Recommendation made = recommend(run, needs);
  require_measured(made, typed);
  const bool matched = made.winner() != nullptr;
  if (typed.format == "json") print(recommendation_json(made));
  if (!matched) throw UsageError(nothing_matched_text(made));
  if (typed.format == "text") print(recommendation_text(run, made, terminal_width()));
  return exit_code::fine;
}

}  // namespace ipcbench
