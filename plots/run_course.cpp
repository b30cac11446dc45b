// Putting trials in order.
#include "plots/run_course.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ipcbench {

namespace {

/// A damaged file may name any round; no run has so many.
constexpr std::uint64_t most_rounds = 100'000;

using Places = std::map<std::pair<std::uint64_t, std::size_t>, double>;

/// When in its round a cell was visited, in parts of the round.
Places places_of(const RunResult& run) {
  Places places;
  std::uint64_t round = 0;
  for (const std::vector<std::size_t>& cells : run.settings.order) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double part = (static_cast<double>(i) + 0.5) / static_cast<double>(cells.size());
      places[{round, cells[i]}] = part;
    }
    ++round;
  }
  return places;
}

}  // namespace

RunCourse course_of(const RunResult& run) {
  RunCourse course;
  const Places places = places_of(run);
  const auto add = [&](std::vector<Visit>& to, const CellResult& cell, std::size_t index,
                       double usual_part) {
    for (const TrialRecord& trial : cell.trials) {
      if (trial.round >= most_rounds) continue;
      const auto found = places.find({trial.round, index});
      const double part = found == places.end() ? usual_part : found->second;
      to.push_back(
          {.when = static_cast<double>(trial.round) + part, .cell = &cell, .trial = &trial});
      course.rounds = std::max(course.rounds, static_cast<std::size_t>(trial.round) + 1);
    }
  };
  const auto count = static_cast<double>(run.cells.size());
  for (std::size_t i = 0; i < run.cells.size(); ++i) {
    add(course.visits, run.cells[i], i, (static_cast<double>(i) + 0.5) / count);
  }
  if (run.control) add(course.control, *run.control, run.cells.size(), 1);
  std::ranges::stable_sort(course.visits, {}, &Visit::when);
  std::ranges::stable_sort(course.control, {}, &Visit::when);
  return course;
}

std::vector<double> stolen_shares(const RunCourse& course) {
  std::vector<double> stolen(course.rounds);
  std::vector<double> available(course.rounds);
  const auto add = [&](const Visit& visit) {
    const Cpus cpus = visit.cell->cpus.value_or(Cpus{});
    if (!visit.trial->weather.steal_ns || !cpus.client || !cpus.server) return;
    const auto round = static_cast<std::size_t>(visit.trial->round);
    stolen[round] += static_cast<double>(*visit.trial->weather.steal_ns);
    available[round] +=
        static_cast<double>(visit.trial->elapsed_ns()) * (cpus.client == cpus.server ? 1 : 2);
  };
  std::ranges::for_each(course.visits, add);
  std::ranges::for_each(course.control, add);
  for (std::size_t i = 0; i < stolen.size(); ++i) {
    stolen[i] = available[i] > 0 ? stolen[i] / available[i] : 0;
  }
  return stolen;
}

}  // namespace ipcbench
