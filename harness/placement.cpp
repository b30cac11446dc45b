// Choosing CPUs.
#include "harness/placement.hpp"

#include <fmt/format.h>
#include <hwloc.h>
#include <sched.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>

#include "harness/machine.hpp"
#include "harness/own_cpus.hpp"

namespace ipcbench {

namespace {

std::optional<int> parse_cpu(std::string_view text) {
  int cpu = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cpu);
  if (error != std::errc{} || end != text.data() + text.size() || cpu < 0) return {};
  return cpu;
}

struct DestroyTopology {
  void operator()(hwloc_topology_t topology) const { hwloc_topology_destroy(topology); }
};
using HwlocTopology = std::unique_ptr<hwloc_topology, DestroyTopology>;

/// Of this machine, or of the described one.
HwlocTopology load_topology(const std::optional<std::string>& description = {}) {
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) return {};
  HwlocTopology topology(raw);
  if (description && hwloc_topology_set_synthetic(raw, description->c_str()) != 0) return {};
  if (hwloc_topology_load(raw) != 0) return {};
  return topology;
}

/// The last cache on the way from a core to memory; without one, the package.
hwloc_obj_t last_cache_of(hwloc_obj_t unit) {
  hwloc_obj_t last = nullptr;
  for (hwloc_obj_t above = unit; above != nullptr; above = above->parent) {
    if (hwloc_obj_type_is_dcache(above->type) != 0) last = above;
  }
  return last;
}

/// What is not known counts as shared with nobody (core) or with all (cache, package).
CpuPlace place_of(hwloc_topology_t topology, int cpu) {
  const hwloc_obj_t unit = topology == nullptr
                               ? nullptr
                               : hwloc_get_pu_obj_by_os_index(topology, static_cast<unsigned>(cpu));
  if (unit == nullptr) return {.cpu = cpu, .core = cpu, .cache = -1, .package = -1};
  const auto index_of = [](hwloc_obj_t object, int otherwise) {
    return object == nullptr ? otherwise : static_cast<int>(object->logical_index);
  };
  const int package =
      index_of(hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_PACKAGE, unit), -1);
  return {.cpu = cpu,
          .core = index_of(hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_CORE, unit), cpu),
          .cache = index_of(last_cache_of(unit), package),
          .package = package};
}

/// Whether two CPUs are what the placement means.
bool suits(PlacementKind kind, const CpuPlace& a, const CpuPlace& b) {
  switch (kind) {
    case PlacementKind::smt:
      return a.core == b.core;
    case PlacementKind::llc:
      return a.core != b.core && a.cache == b.cache && a.package == b.package;
    case PlacementKind::cross:
      return a.core != b.core;
    case PlacementKind::socket:
      return a.package != b.package;
    case PlacementKind::same:
    case PlacementKind::free:
    case PlacementKind::pair:
      break;
  }
  return false;
}

std::string_view need_of(PlacementKind kind) {
  switch (kind) {
    case PlacementKind::smt:
      return "needs two hardware threads of one core";
    case PlacementKind::llc:
      return "needs two cores with a common cache";
    case PlacementKind::socket:
      return "needs two sockets";
    default:
      return "needs two cores";
  }
}

constexpr std::pair<PlacementKind, std::string_view> named_kinds[] = {
    {PlacementKind::same, "same"},     {PlacementKind::smt, "smt"},
    {PlacementKind::llc, "llc"},       {PlacementKind::cross, "cross"},
    {PlacementKind::socket, "socket"}, {PlacementKind::free, "free"},
};

}  // namespace

std::string Placement::name() const {
  for (const auto& [named, name] : named_kinds) {
    if (named == kind) return std::string(name);
  }
  return fmt::format("{}:{}", client_cpu, server_cpu);
}

std::expected<Placement, std::string> parse_placement(std::string_view text) {
  for (const auto& [kind, name] : named_kinds) {
    if (text == name) return Placement{.kind = kind};
  }
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const auto client = parse_cpu(text.substr(0, colon));
    const auto server = parse_cpu(text.substr(colon + 1));
    if (client && server) {
      return Placement{.kind = PlacementKind::pair, .client_cpu = *client, .server_cpu = *server};
    }
  }
  return std::unexpected(fmt::format(
      "'{}' is no placement (same, smt, llc, cross, socket, free, or two CPUs such as 0:1)", text));
}

Expected<Topology> Topology::detect() {
  const auto own = own_cpus();
  if (!own) return std::unexpected(own.error());
  const HwlocTopology topology = load_topology();
  std::vector<CpuPlace> places;
  for (const int cpu : *own) places.push_back(place_of(topology.get(), cpu));
  return Topology(std::move(places));
}

Expected<Topology> Topology::synthetic(const std::string& description,
                                       const std::vector<int>& allowed) {
  const HwlocTopology topology = load_topology(description);
  if (!topology) {
    return std::unexpected(
        Error{.call = fmt::format("topology '{}'", description), .code = EINVAL});
  }
  std::vector<CpuPlace> places;
  const int cpus = hwloc_get_nbobjs_by_type(topology.get(), HWLOC_OBJ_PU);
  for (int cpu = 0; cpu < cpus; ++cpu) {
    if (!allowed.empty() && std::ranges::find(allowed, cpu) == allowed.end()) continue;
    places.push_back(place_of(topology.get(), cpu));
  }
  return Topology(std::move(places));
}

std::vector<int> Topology::allowed() const {
  std::vector<int> cpus;
  std::ranges::transform(places_, std::back_inserter(cpus), &CpuPlace::cpu);
  return cpus;
}

std::string Topology::allowed_text() const {
  return cpu_list_text(allowed());
}

bool Topology::allows(int cpu) const {
  return std::ranges::find(places_, cpu, &CpuPlace::cpu) != places_.end();
}

/// The first two CPUs that suit. For another core, a near one is taken where there is one.
std::optional<Cpus> Topology::two_cpus(PlacementKind kind) const {
  if (kind == PlacementKind::cross) {
    if (const auto near = two_cpus(PlacementKind::llc)) return near;
  }
  for (auto a = places_.begin(); a != places_.end(); ++a) {
    for (auto b = a + 1; b != places_.end(); ++b) {
      if (suits(kind, *a, *b)) return Cpus{.client = a->cpu, .server = b->cpu};
    }
  }
  return {};
}

std::expected<Cpus, std::string> Topology::resolve(const Placement& placement) const {
  switch (placement.kind) {
    case PlacementKind::free:
      return Cpus{};
    case PlacementKind::same:
      return Cpus{.client = places_.front().cpu, .server = places_.front().cpu};
    case PlacementKind::smt:
    case PlacementKind::llc:
    case PlacementKind::cross:
    case PlacementKind::socket:
      if (const auto cpus = two_cpus(placement.kind)) return *cpus;
      return std::unexpected(
          fmt::format("{}, allowed: cpu {}", need_of(placement.kind), allowed_text()));
    case PlacementKind::pair:
      break;
  }
  for (const int cpu : {placement.client_cpu, placement.server_cpu}) {
    if (!allows(cpu)) {
      return std::unexpected(
          fmt::format("cpu {} is not allowed (allowed: {})", cpu, allowed_text()));
    }
  }
  return Cpus{.client = placement.client_cpu, .server = placement.server_cpu};
}

Placement Topology::usual_placement() const {
  const auto kind = two_cpus(PlacementKind::cross) ? PlacementKind::cross : PlacementKind::same;
  return Placement{.kind = kind};
}

Status pin_to(int cpu) {
  const auto cpus = static_cast<std::size_t>(cpu) + 1;
  const std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set(CPU_ALLOC(cpus),
                                                             [](cpu_set_t* s) { CPU_FREE(s); });
  const std::size_t bytes = CPU_ALLOC_SIZE(cpus);
  CPU_ZERO_S(bytes, set.get());
  CPU_SET_S(static_cast<std::size_t>(cpu), bytes, set.get());
  if (::sched_setaffinity(0, bytes, set.get()) != 0) return last_error("sched_setaffinity");
  return {};
}

}  // namespace ipcbench
