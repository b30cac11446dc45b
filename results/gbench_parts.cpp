// Writing the parts of Google Benchmark's JSON.
#include "results/gbench_parts.hpp"

#include <algorithm>
#include <charconv>

#include "base/plain_text.hpp"

namespace ipcbench {

namespace {

std::string fact_in(const Environment& environment, std::string_view name) {
  const auto found = std::ranges::find(environment, name, &Environment::value_type::first);
  return found == environment.end() ? "unknown" : found->second;
}

int cpus_in(const Environment& environment) {
  const std::string text = fact_in(environment, "cpus_online");
  int cpus = 0;
  std::from_chars(text.data(), text.data() + text.size(), cpus);
  return std::max(cpus, 0);
}

}  // namespace

Json gbench_context(const std::string& started_at, const Environment& environment) {
  Json json{{"date", printable(started_at)},
            {"host_name", printable(fact_in(environment, "host"))},
            {"executable", "ipcbench"},
            {"num_cpus", cpus_in(environment)},
            {"mhz_per_cpu", 0},
            {"cpu_scaling_enabled", false},
            {"caches", Json::array()},
            {"load_avg", Json::array()},
            {"library_build_type", "release"}};
  for (const char* name : {"ipcbench", "commit", "kernel", "cpu", "governor"}) {
    json[name] = printable(fact_in(environment, name));
  }
  return json;
}

Json gbench_entry(const Cell& cell, std::size_t family, std::string_view suffix,
                  std::string_view run_type) {
  const std::string name = printable(cell.name());
  return {{"name", name + std::string(suffix)},
          {"family_index", family},
          {"per_family_instance_index", 0},
          {"run_name", name},
          {"run_type", run_type}};
}

}  // namespace ipcbench
