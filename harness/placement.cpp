// Choosing CPUs.
#include "harness/placement.hpp"

#include <fmt/format.h>
#include <hwloc.h>
#include <sched.h>

#include <algorithm>
#include <charconv>
#include <memory>

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

HwlocTopology load_topology() {
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) return {};
  HwlocTopology topology(raw);
  if (hwloc_topology_load(raw) != 0) return {};
  return topology;
}

/// The core that a CPU belongs to; a CPU whose core is unknown counts as one of its own.
int core_of_cpu(hwloc_topology_t topology, int cpu) {
  const hwloc_obj_t unit = hwloc_get_pu_obj_by_os_index(topology, static_cast<unsigned>(cpu));
  if (unit == nullptr) return cpu;
  const hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_CORE, unit);
  return core == nullptr ? cpu : static_cast<int>(core->logical_index);
}

}  // namespace

std::string Placement::name() const {
  switch (kind) {
    case PlacementKind::same:
      return "same";
    case PlacementKind::cross:
      return "cross";
    case PlacementKind::free:
      return "free";
    case PlacementKind::pair:
      break;
  }
  return fmt::format("{}:{}", client_cpu, server_cpu);
}

std::expected<Placement, std::string> parse_placement(std::string_view text) {
  for (const auto kind : {PlacementKind::same, PlacementKind::cross, PlacementKind::free}) {
    if (text == Placement{.kind = kind}.name()) return Placement{.kind = kind};
  }
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const auto client = parse_cpu(text.substr(0, colon));
    const auto server = parse_cpu(text.substr(colon + 1));
    if (client && server) {
      return Placement{.kind = PlacementKind::pair, .client_cpu = *client, .server_cpu = *server};
    }
  }
  return std::unexpected(
      fmt::format("'{}' is no placement (same, cross, free, or two CPUs such as 0:1)", text));
}

Expected<Topology> Topology::detect() {
  // A fixed set of 1,024 CPUs would make sched_getaffinity(2) fail on larger machines.
  constexpr int most_cpus = 8192;
  const std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> set(CPU_ALLOC(most_cpus),
                                                             [](cpu_set_t* s) { CPU_FREE(s); });
  const std::size_t bytes = CPU_ALLOC_SIZE(most_cpus);
  if (::sched_getaffinity(0, bytes, set.get()) != 0) return unexpected_errno("sched_getaffinity");
  const HwlocTopology topology = load_topology();
  std::vector<int> cpus;
  std::vector<int> cores;
  for (int cpu = 0; cpu < most_cpus; ++cpu) {
    if (!CPU_ISSET_S(cpu, bytes, set.get())) continue;
    cpus.push_back(cpu);
    cores.push_back(topology ? core_of_cpu(topology.get(), cpu) : cpu);
  }
  return Topology(std::move(cpus), std::move(cores));
}

std::string Topology::allowed_text() const {
  std::string text;
  for (std::size_t i = 0; i < cpus_.size();) {
    std::size_t last = i;
    while (last + 1 < cpus_.size() && cpus_[last + 1] == cpus_[last] + 1) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ",", cpus_[i]);
    if (last > i) text += fmt::format("-{}", cpus_[last]);
    i = last + 1;
  }
  return text;
}

bool Topology::allows(int cpu) const {
  return std::ranges::find(cpus_, cpu) != cpus_.end();
}

std::optional<int> Topology::cpu_on_another_core() const {
  for (std::size_t i = 1; i < cpus_.size(); ++i) {
    if (core_of_[i] != core_of_[0]) return cpus_[i];
  }
  return {};
}

std::expected<Cpus, std::string> Topology::resolve(const Placement& placement) const {
  switch (placement.kind) {
    case PlacementKind::free:
      return Cpus{};
    case PlacementKind::same:
      return Cpus{.client = cpus_.front(), .server = cpus_.front()};
    case PlacementKind::cross:
      if (const auto server = cpu_on_another_core()) {
        return Cpus{.client = cpus_.front(), .server = server};
      }
      return std::unexpected(fmt::format("needs two cores, allowed: cpu {}", allowed_text()));
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
  const auto kind = cpu_on_another_core() ? PlacementKind::cross : PlacementKind::same;
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
