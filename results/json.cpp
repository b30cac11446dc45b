// Writing the result file and the catalogue.
#include "results/json.hpp"

#include <algorithm>
#include <iterator>

#include "base/plain_text.hpp"
#include "results/beside_best.hpp"
#include "results/json_parts.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

/// Each descriptor once, in the order of the cells; a cell names its mechanism.
Json mechanisms_json(const RunResult& run) {
  std::vector<const MechanismInfo*> known;
  const auto add = [&](const CellResult& cell) {
    const auto same = [&](const MechanismInfo* other) {
      return other->name == cell.mechanism.name;
    };
    if (std::ranges::none_of(known, same)) known.push_back(&cell.mechanism);
  };
  std::ranges::for_each(run.cells, add);
  if (run.control) add(*run.control);
  Json json = Json::array();
  for (const MechanismInfo* mechanism : known) json.push_back(descriptor_json(*mechanism));
  return json;
}

Json regimes_json(const std::vector<Regimes>& all) {
  const auto known = [](const std::optional<double>& ns) { return ns ? Json(*ns) : Json(nullptr); };
  Json json = Json::array();
  for (const Regimes& regimes : all) {
    json.push_back({{"placement", printable(regimes.placement)},
                    {"boundary_ns", known(regimes.boundary_ns)},
                    {"near_ns", known(regimes.near_ns)},
                    {"far_ns", known(regimes.far_ns)},
                    {"shown", name_of(regimes.shown)}});
  }
  return json;
}

}  // namespace

std::string to_json(const RunResult& run) {
  Json json{{"schema", "ipcbench-result"},
            {"schema_version", schema_version},
            {"started_at", printable(run.started_at)},
            {"complete", run.complete},
            {"elapsed_s", run.elapsed_s},
            {"interrupted_by_signal", run.interrupted_by},
            {"environment", environment_json(run)},
            {"settings", settings_json(run.settings)},
            {"regimes", regimes_json(run.regimes)},
            {"mechanisms", mechanisms_json(run)}};
  json["control"] = run.control ? cell_json(*run.control) : Json(nullptr);
  Json& cells = json["cells"] = Json::array();
  const auto figures = all_figures(run);
  for (std::size_t i = 0; i < run.cells.size(); ++i) {
    cells.push_back(cell_json(run.cells[i], figures[i]));
  }
  return dump(json, -1);
}

std::string to_json(const std::vector<ListedMechanism>& mechanisms) {
  Json list = Json::array();
  for (const ListedMechanism& mechanism : mechanisms) {
    Json json = descriptor_json(MechanismInfo::of(*mechanism.descriptor));
    json["largest_here_bytes"] = mechanism.largest_here;
    json["limit"] = printable(mechanism.limit);
    json["tunables"] = Json::array();
    for (const Tunable& tunable : mechanism.descriptor->tunables) {
      json["tunables"].push_back({{"name", tunable.name},
                                  {"kind", name_of(tunable.kind)},
                                  {"default", tunable.usually},
                                  {"summary", tunable.summary}});
    }
    list.push_back(json);
  }
  return dump(list, 2);
}

}  // namespace ipcbench
