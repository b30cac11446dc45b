// Making comparisons up.
#include "made_up_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace ipcbench {

namespace {

/// Everything that means something somewhere: HTML, Markdown, XML, CSV, shells, terminals; and
/// bytes that are no UTF-8.
const std::string hostile =
    "<script>alert(1)</script> | `x` @everyone #1 ]]> --> \"q\" 'a' & % :: , ; =1+1 \\ $(id) "
    "[l](http://a.b) www.c.d **b** _i_ \n\r\t\x01\x1b[31m \xff\xc0\x80\xed\xa0\x80 \xef\xbf\xbf "
    "\xc2\x85 é";

std::vector<DuelRound> rounds_of(const Finding& finding, Pattern pattern) {
  std::vector<DuelRound> rounds;
  const double b = 1 + (finding.change ? finding.change->value : 0);
  const auto slice = [&](double factor, unsigned round) {
    const double ns = (36'000 + 10.0 * round) * factor;
    SliceFigures figures{.messages = 1'000, .received = 1'000, .elapsed_ns = 1'000 * ns};
    figures.cpu_ns = figures.elapsed_ns / 2;
    if (pattern == Pattern::stream) return figures;
    figures.p50_ns = figures.mean_ns = ns;
    figures.p90_ns = figures.p99_ns = figures.pooled_p99_ns = 1.5 * ns;
    figures.pooled_messages = 1'000;
    return figures;
  };
  for (unsigned i = 0; i < (finding.confirmed ? 12U : 6U); ++i) {
    DuelRound round{.phase = i < 6 ? DuelRound::Phase::screening : DuelRound::Phase::confirmation,
                    .number = i};
    for (unsigned pair = 0; pair < 3; ++pair) {
      const bool flipped = i == 2 && pair == 1;
      round.pairs.push_back({.a_first = (i + pair) % 2 == 0,
                             .distance_before_ns = 54,
                             .distance_after_ns = flipped ? 390 : 55,
                             .flipped = flipped,
                             .a = slice(1, i),
                             .b = slice(flipped ? 7 : b, i)});
    }
    rounds.push_back(round);
  }
  return rounds;
}

Finding not_measured(const std::string& metric, Verdict verdict, const std::string& reason) {
  return {.metric = metric, .unit = "ns", .verdict = verdict, .reason = reason};
}

Comparison many_cells() {
  Comparison comparison = made_up_comparison();
  comparison.cells.clear();
  for (std::size_t i = 0; i < 3'000; ++i) {
    const auto verdict = i % 2 == 0 ? Verdict::regression : Verdict::equivalent;
    comparison.cells.push_back(made_up_cell(Pattern::round_trip, fmt::format("made_up_{}", i), 64,
                                            {made_up_finding("rtt_p50", verdict, 0.05)}));
    comparison.cells.back().rounds.clear();
  }
  return comparison;
}

Comparison without_numbers() {
  Comparison comparison = made_up_comparison();
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinite = std::numeric_limits<double>::infinity();
  for (ComparedCell& cell : comparison.cells) {
    for (Finding& finding : cell.findings) {
      finding.a = finding.p = finding.detectable = none;
      finding.b = infinite;
      finding.change = Estimate{.value = none, .interval = {{-infinite, infinite}}};
      finding.delta = none;
    }
    for (DuelRound& round : cell.rounds) {
      round.syscalls_a = none;
      for (SlicePair& pair : round.pairs) {
        pair.distance_before_ns = none;
        pair.b = {};
        pair.a.p50_ns = infinite;
      }
    }
  }
  comparison.elapsed_s = infinite;
  comparison.rules.delta_p50 = none;
  return comparison;
}

}  // namespace

Finding made_up_finding(const std::string& metric, Verdict verdict, double change) {
  const bool is_stream = metric == "throughput";
  const double a = is_stream ? 268 : metric == "rtt_p99" ? 58'000 : 36'000;
  return {.metric = metric,
          .unit = is_stream ? "MB/s" : "ns",
          .verdict = verdict,
          .a = a,
          .b = is_stream ? a / (1 + change) : a * (1 + change),
          .change = Estimate{.value = change, .interval = {{change - 0.009, change + 0.009}}},
          .delta = is_stream             ? 0.05
                   : metric == "rtt_p99" ? 0.10
                                         : 0.02,
          .p = verdict == Verdict::regression ? 0.0004 : 0.42,
          .detectable = 0.021,
          .rounds = 15,
          .confirmed = verdict == Verdict::regression};
}

ComparedCell made_up_cell(Pattern pattern, const std::string& mechanism, std::size_t bytes,
                          std::vector<Finding> findings) {
  ComparedCell cell{
      .cell = {.pattern = pattern, .mechanism = mechanism, .message_bytes = bytes, .placement = {}},
      .cpus = Cpus{.client = 0, .server = 1},
      .findings = std::move(findings)};
  if (!cell.findings.empty() && cell.findings.front().change) {
    cell.rounds = rounds_of(cell.findings.front(), pattern);
  }
  return cell;
}

Comparison made_up_comparison() {
  Comparison comparison{.started_at = "2026-11-21T05:25:34Z",
                        .elapsed_s = 88.4,
                        .budget_s = 90,
                        .seed = 42,
                        .command_line = "ipcbench duel ./old ./new",
                        .environment = {{"host", "vm"}, {"cpu", "X"}, {"kernel", "6.1 a"}}};
  comparison.arms = {ComparedArm{.name = "A",
                                 .command = "./old/ipcbench",
                                 .version = "0.1.0",
                                 .commit = "1111111",
                                 .environment = {{"compiler", "gcc 12"}}},
                     ComparedArm{.name = "B",
                                 .command = "./new/ipcbench",
                                 .version = "0.2.0",
                                 .commit = "2222222",
                                 .environment = {{"compiler", "gcc 13"}}}};
  const auto round_trip = Pattern::round_trip;
  Finding p99 = made_up_finding("rtt_p99", Verdict::inconclusive, 0.3);
  p99.judged = false;
  p99.reason = "6 rounds, 20 are wanted";
  Finding calls = made_up_finding("syscalls", Verdict::regression, 0.5);
  calls.unit = "";
  calls.a = 2;
  calls.b = 3;
  calls.change = Estimate{.value = 0.5, .interval = {}};
  calls.p.reset();
  Finding unsure = made_up_finding("rtt_p50", Verdict::inconclusive, 0.031);
  unsure.reason = "needs more rounds: the smallest change it could see is 6 %";
  comparison.cells = {
      made_up_cell(round_trip, "pipe", 64,
                   {made_up_finding("rtt_p50", Verdict::regression, 0.051), p99, calls}),
      made_up_cell(round_trip, "pipe", 4096,
                   {made_up_finding("rtt_p50", Verdict::improvement, -0.03)}),
      made_up_cell(Pattern::stream, "tcp", 64,
                   {made_up_finding("throughput", Verdict::regression, 0.11)}),
      made_up_cell(round_trip, "tcp", 64, {made_up_finding("rtt_p50", Verdict::equivalent, 0.001)}),
      made_up_cell(round_trip, "unix_stream", 64, {unsure}),
      made_up_cell(
          round_trip, "posix_mq", 65536,
          {not_measured("rtt_p50", Verdict::skipped, "above fs.mqueue.msgsize_max (8192)")}),
      made_up_cell(round_trip, "fifo", 64,
                   {not_measured("rtt_p50", Verdict::error, "B: the server died: SIGSEGV")}),
  };
  comparison.cells.front().cell.settings.set("capacity", "4096");
  comparison.mechanisms = {{.pattern = round_trip,
                            .row = "pipe",
                            .placement = {},
                            .sizes = 2,
                            .finding = made_up_finding("rtt_p50", Verdict::regression, 0.012)},
                           {.pattern = round_trip,
                            .row = "tcp",
                            .placement = {},
                            .sizes = 3,
                            .finding = made_up_finding("rtt_p50", Verdict::equivalent, 0.001)}};
  comparison.control = made_up_cell(round_trip, "pipe", 64,
                                    {made_up_finding("rtt_p50", Verdict::equivalent, 0.002)});
  comparison.verdict = Verdict::regression;
  comparison.summary = "2 of 7 cells are slower, the worst by 11.0 %";
  return comparison;
}

Comparison hostile_comparison() {
  Comparison comparison = made_up_comparison();
  for (ComparedCell& cell : comparison.cells) {
    cell.cell.mechanism += hostile;
    cell.cell.settings.set(hostile, hostile);
    for (Finding& finding : cell.findings) finding.reason = hostile;
  }
  comparison.cells.front().findings.back().metric = hostile;
  comparison.cells.front().findings.back().unit = hostile;
  for (ComparedMechanism& mechanism : comparison.mechanisms) mechanism.row += hostile;
  for (ComparedArm& arm : comparison.arms) {
    arm.command = arm.version = arm.commit = hostile;
    arm.environment = {{hostile, hostile + arm.name}};
  }
  comparison.environment = {{hostile, hostile}, {"host", hostile}};
  comparison.notes = {hostile, std::string(100'000, 'x'), std::string(70'000, '@')};
  comparison.summary = hostile + std::string(70'000, '|');
  comparison.command_line = hostile;
  return comparison;
}

namespace {

std::vector<std::pair<std::string, Comparison>> make_up() {
  std::vector<std::pair<std::string, Comparison>> all = {{"plain", made_up_comparison()},
                                                         {"hostile", hostile_comparison()},
                                                         {"many", many_cells()},
                                                         {"nan", without_numbers()},
                                                         {"empty", Comparison{}}};
  Comparison stored = made_up_comparison();
  stored.method = Comparison::Method::stored;
  stored.control.reset();
  for (ComparedCell& cell : stored.cells) cell.rounds.clear();
  all.emplace_back("stored", stored);

  Comparison unfit = made_up_comparison();
  unfit.fit = false;
  unfit.verdict = Verdict::inconclusive;
  unfit.summary = "the machine was unfit: the control cell changed by itself";
  unfit.watched = WatchedCpu{.cpu = {},
                             .watched_ns = 60'000'000'000,
                             .idle_ns = 1'000'000'000,
                             .stolen_ns = 1'000'000'000,
                             .programs_ns = 58'000'000'000,
                             .ours_ns = 28'000'000'000};
  all.emplace_back("unfit", unfit);

  Comparison incomparable{.arms = made_up_comparison().arms};
  incomparable.incomparable = {"the kernels differ: 6.1 and 6.2", "the governors differ"};
  all.emplace_back("incomparable", incomparable);

  Comparison interrupted = made_up_comparison();
  interrupted.interrupted_by = 2;
  interrupted.notes = {"the budget ended after 4 of 6 rounds"};
  interrupted.cells.push_back(made_up_cell(Pattern::round_trip, "udp", 64, {}));
  all.emplace_back("interrupted", interrupted);

  Comparison fine = made_up_comparison();
  std::erase_if(fine.cells,
                [](const ComparedCell& cell) { return cell.verdict() != Verdict::equivalent; });
  fine.mechanisms.erase(fine.mechanisms.begin());
  fine.verdict = Verdict::equivalent;
  fine.summary = "no regression in 1 cell";
  all.emplace_back("fine", fine);

  Comparison clear = fine;
  Finding below = made_up_finding("rtt_p50", Verdict::clear, 0.031);
  below.reason =
      "a slowdown of up to 4.0 % is not excluded; by the median of 21 rounds at most +4.2 %";
  clear.cells.push_back(made_up_cell(Pattern::round_trip, "unix_stream", 64, {below}));
  clear.rules.clear = 0.10;
  clear.verdict = Verdict::clear;
  clear.summary = "no cell is slower by 10 %: 1 of 2 may be slower by less";
  all.emplace_back("clear", clear);
  return all;
}

}  // namespace

const std::vector<std::pair<std::string, Comparison>>& made_up_comparisons() {
  static const auto all = make_up();
  return all;
}

const Comparison& made_up(std::string_view name) {
  const auto& all = made_up_comparisons();
  return std::ranges::find(all, name, [](const auto& one) { return one.first; })->second;
}

}  // namespace ipcbench
