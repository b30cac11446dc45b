// Writing a recommendation as JSON.
#include "results/recommendation_json.hpp"

#include "base/plain_text.hpp"
#include "results/json_parts.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

template <class Enum>
Json names_json(const std::vector<Enum>& values) {
  Json json = Json::array();
  for (const Enum value : values) json.push_back(name_of(value));
  return json;
}

Json estimate_json(const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  Json json{{"value", number_json(estimate->value)}, {"ci95", nullptr}};
  if (const auto& interval = estimate->interval) {
    json["ci95"] = {number_json(interval->first), number_json(interval->second)};
  }
  return json;
}

Json needs_json(const Recommendation& made) {
  return {{"size_bytes", made.needs.message_bytes},
          {"pattern", name_of(made.needs.pattern)},
          {"metric", metric_of(made.needs.ranked_by)},
          {"placement", made.placement.name()},
          {"needs", names_json(made.needs.needs)}};
}

Json candidate_json(const Candidate& candidate) {
  Json json{{"mechanism", printable(candidate.row)},
            {"rank", candidate.rank},
            {"standing", name_of(candidate.standing)},
            {"noisy", candidate.noisy},
            {"noise", printable(candidate.noise)},
            {"figure", estimate_json(candidate.ranked.estimate)},
            {"to_best", estimate_json(candidate.to_best)},
            {"measured_at", Json::array()},
            {"rtt_p50_ns", estimate_json(candidate.p50)},
            {"rtt_p99_ns", estimate_json(candidate.p99)},
            {"throughput_mb_s", estimate_json(candidate.throughput)},
            {"cpu_per_message_ns", estimate_json(candidate.cpu)}};
  json["loss"] = candidate.loss ? number_json(*candidate.loss) : Json(nullptr);
  json["against"] = names_json(candidate.against);
  for (const MeasuredAt& at : candidate.ranked.measured) {
    Json measured = estimate_json(at.estimate);
    measured["size_bytes"] = at.message_bytes;
    json["measured_at"].push_back(std::move(measured));
  }
  return json;
}

Json exclusion_json(const Exclusion& exclusion) {
  Json json{{"mechanism", printable(exclusion.row)},
            {"lacks", names_json(exclusion.lacks)},
            {"undescribed", exclusion.undescribed},
            {"no_figure", nullptr}};
  if (const auto& why = exclusion.no_figure) {
    json["no_figure"] = {{"cause", name_of(why->cause)},
                         {"size_bytes", why->message_bytes},
                         {"reason", printable(why->reason)}};
  }
  return json;
}

}  // namespace

std::string recommendation_json(const Recommendation& made) {
  const Candidate* winner = made.winner();
  Json json{{"format", "ipcbench recommendation"}, {"version", 1}, {"asked", needs_json(made)}};
  json["best"] = winner == nullptr ? Json(nullptr) : Json(printable(winner->row));
  json["sizes_used"] = made.sizes;
  json["interpolated"] = made.sizes.size() == 2;
  json["caveats"] = names_json(made.caveats);
  json["ranking"] = Json::array();
  for (const Candidate& candidate : made.ranking) {
    json["ranking"].push_back(candidate_json(candidate));
  }
  json["excluded"] = Json::array();
  for (const Exclusion& exclusion : made.excluded) {
    json["excluded"].push_back(exclusion_json(exclusion));
  }
  return dump(json, 2);
}

}  // namespace ipcbench
