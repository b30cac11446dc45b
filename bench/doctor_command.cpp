// `ipcbench doctor`: is this machine fit, what disturbs it, and what mends that.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "harness/doctor.hpp"
#include "harness/noise.hpp"
#include "harness/placement.hpp"
#include "plots/doctor_text.hpp"
#include "results/doctor_json.hpp"

namespace ipcbench {

namespace {

constexpr std::chrono::seconds time_to_measure{2};

/// On the pair of CPUs that a run would take.
Noise measure_noise_here(const Topology& topology) {
  const auto cpus = topology.resolve(topology.usual_placement());
  const int first = topology.allowed().front();
  return measure_noise(topology.allowed(), cpus ? cpus->client.value_or(first) : first,
                       cpus ? cpus->server.value_or(first) : first, time_to_measure);
}

}  // namespace

int doctor_command(const std::vector<std::string>& arguments) {
  CommandLine app("doctor",
                  "Say whether this machine is fit, what disturbs it, and what mends that.");
  bool json = false;
  bool no_measure = false;
  app.add_flag("--json", json, "As JSON, for programs");
  app.add_flag("--no-measure", no_measure, "Only look, without two seconds of measuring noise");
  app.footer("Exit codes: 0 fit or usable, 3 unfit, 2 bad input or an error.");
  if (const auto code = app.parse(arguments)) return *code;

  const auto topology = Topology::detect();
  if (!topology) throw UsageError(topology.error().message());
  Machine machine = inspect(topology->allowed());
  // Before there is anything of ours to be told from the rest.
  machine.company = watch_company(machine.files, machine.allowed_cpus, company_time);
  machine.refusals = ask_for_permissions();
  std::vector<Symptom> findings = examine(machine);
  std::optional<Noise> noise;
  if (!no_measure) {
    noise = measure_noise_here(*topology);
    std::ranges::move(judge(*noise), std::back_inserter(findings));
    sort_worst_first(findings);
  }
  fmt::print("{}", json ? doctor_json(findings, noise)
                        : doctor_text(findings, noise, terminal_width(), colour_of(stdout)));
  return count_of(findings, Severity::bad) == 0 ? exit_code::fine : exit_code::unfit;
}

}  // namespace ipcbench
