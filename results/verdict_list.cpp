// Listing findings.
#include "results/verdict_list.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "results/verdict_words.hpp"

namespace ipcbench {

namespace {

double size_of_change(const ListedFinding& listed) {
  const auto& change = listed.finding->change;
  // In a ratio, twice as fast is as far off as twice as slow.
  return change && std::isfinite(change->value) && change->value > -1
             ? std::abs(std::log1p(change->value))
             : 0;
}

}  // namespace

std::string ListedFinding::name() const {
  return cell != nullptr ? cell_words(cell->cell) : mechanism_words(*mechanism);
}

std::vector<ListedFinding> cell_findings(const Comparison& comparison) {
  std::vector<ListedFinding> all;
  for (const ComparedCell& cell : comparison.cells) {
    for (const Finding& finding : cell.findings)
      all.push_back({.finding = &finding, .cell = &cell});
  }
  return all;
}

std::vector<ListedFinding> mechanism_findings(const Comparison& comparison) {
  std::vector<ListedFinding> all;
  for (const ComparedMechanism& mechanism : comparison.mechanisms) {
    all.push_back({.finding = &mechanism.finding, .mechanism = &mechanism});
  }
  return all;
}

std::vector<ListedFinding> judged_as(Verdict verdict, const std::vector<ListedFinding>& findings) {
  std::vector<ListedFinding> some;
  std::ranges::copy_if(findings, std::back_inserter(some), [&](const ListedFinding& listed) {
    return listed.finding->judged && listed.finding->verdict == verdict;
  });
  struct Place {
    double size = 0;
    std::ptrdiff_t before = 0;
    auto operator<=>(const Place&) const = default;
  };
  std::map<std::string, Place> places;
  for (const ListedFinding& listed : some) {
    const auto before = -static_cast<std::ptrdiff_t>(places.size());
    Place& place = places.try_emplace(listed.name(), Place{.before = before}).first->second;
    place.size = std::max(place.size, size_of_change(listed));
  }
  std::ranges::stable_sort(some, std::greater{},
                           [&](const ListedFinding& listed) { return places[listed.name()]; });
  return some;
}

std::vector<ListedFinding> judged_as(std::initializer_list<Verdict> verdicts,
                                     const std::vector<ListedFinding>& findings) {
  std::vector<ListedFinding> some;
  for (const Verdict verdict : verdicts) {
    std::ranges::copy(judged_as(verdict, findings), std::back_inserter(some));
  }
  return some;
}

bool fails(const Comparison& comparison, const Finding& finding) {
  // A machine that is not fit counts as well as any.
  const bool trusted = comparison.fit || is_counter(finding.metric);
  return trusted && finding.judged && finding.verdict == Verdict::regression;
}

}  // namespace ipcbench
