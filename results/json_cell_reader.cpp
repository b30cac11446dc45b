// From JSON to cells and their mechanisms.
#include "results/json_cell_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "results/json_trial_reader.hpp"
#include "results/names.hpp"

namespace ipcbench {

namespace {

constexpr std::size_t most_trials = 100'000;
constexpr std::size_t most_setting_bytes = 1'000;
constexpr std::size_t most_names = 100;
constexpr int most_cpu = 1'000'000;
constexpr unsigned most_copies = 100;

/// Version 1: a cell says the family of its mechanism, and nobody says the rest.
MechanismInfo mechanism_of_version_1(const JsonValue& json) {
  MechanismInfo info;
  info.name = json["mechanism"].text(JsonValue::most_name_bytes);
  info.described = false;
  info.family =
      json["family"].one_of({Family::pipe, Family::unix_socket, Family::inet_socket,
                             Family::message_queue, Family::shared_memory, Family::floor});
  if (json["figures"].maybe("loss").exists() &&
      json["pattern"].text(JsonValue::most_name_bytes) == name_of(Pattern::round_trip)) {
    info.delivery = Delivery::may_drop;
  }
  return info;
}

MechanismInfo mechanism_of(const JsonValue& json, const Mechanisms& mechanisms) {
  const JsonValue name = json["mechanism"];
  const auto found = mechanisms.find(name.text(JsonValue::most_name_bytes));
  if (found != mechanisms.end()) return found->second;
  name.wrong(
      fmt::format("'{}' is not in the list of mechanisms", name.text(JsonValue::most_name_bytes)));
  return {};
}

/// "pending" is no status of its own: ok, and no trial yet.
CellStatus status_of(const JsonValue& json) {
  if (json.exists() && json.text(JsonValue::most_name_bytes) == "pending") return CellStatus::ok;
  return json.one_of({CellStatus::ok, CellStatus::noisy, CellStatus::skipped, CellStatus::error});
}

std::string name_in_file(const JsonValue& json) {
  const std::string name = json.text(JsonValue::most_name_bytes);
  if (name.empty()) json.wrong("a name is wanted");
  return name;
}

void read_settings(CellResult& result, const JsonValue& json) {
  for (const auto& [name, value] : json["settings"].members()) {
    result.cell.settings.set(name, value.text(most_setting_bytes));
  }
  for (const auto& [name, value] : json["effective_settings"].members()) {
    result.effective.emplace_back(name, value.text(most_setting_bytes));
  }
  const JsonValue syscalls = json.maybe("syscalls_per_message");
  if (syscalls.exists()) result.syscalls = syscalls.number(0, 1e9);
}

std::optional<Senders> senders_of(const JsonValue& json) {
  if (!json.exists()) return {};
  return json.one_of({Senders::one, Senders::link_each, Senders::many});
}

std::vector<std::string> names_in(const JsonValue& json) {
  std::vector<std::string> names;
  for (const JsonValue& name : json.elements(most_names)) {
    names.push_back(name.text(JsonValue::most_name_bytes));
  }
  return names;
}

}  // namespace

Placement json_placement(const JsonValue& json) {
  const auto placement = parse_placement(json.text(JsonValue::most_name_bytes));
  if (placement) return *placement;
  json.wrong(placement.error());
  return {};
}

std::optional<Cpus> json_cpus(const JsonValue& json) {
  if (!json.exists()) return {};
  const auto cpus = json.elements(2);
  if (cpus.size() != 2) {
    json.wrong("two CPUs are wanted");
    return {};
  }
  return Cpus{.client = static_cast<int>(cpus[0].integer(0, most_cpu)),
              .server = static_cast<int>(cpus[1].integer(0, most_cpu))};
}

MechanismInfo json_mechanism(const JsonValue& json) {
  return {.name = name_in_file(json["name"]),
          .summary = json["summary"].text(most_reason_bytes),
          .family =
              json["family"].one_of({Family::pipe, Family::unix_socket, Family::inet_socket,
                                     Family::message_queue, Family::shared_memory, Family::floor}),
          .framing = json["framing"].one_of({Framing::byte_stream, Framing::message}),
          .delivery = json["delivery"].one_of({Delivery::reliable, Delivery::may_drop}),
          .reach = json["reach"].one_of({Reach::related, Reach::same_host, Reach::network}),
          .waiting = json["waiting"].one_of({Waiting::blocks, Waiting::spins}),
          .peer_loss = json["peer_loss"].one_of(
              {PeerLoss::reported, PeerLoss::reported_to_sender, PeerLoss::unnoticed}),
          .leaves = json["leaves_behind"].one_of({Leaves::nothing, Leaves::name}),
          .copies = static_cast<unsigned>(json["copies"].count(most_copies)),
          .senders = senders_of(json.maybe("senders")),
          .leaves_nothing_with = names_in(json.maybe("leaves_nothing_with"))};
}

CellResult json_cell(const JsonValue& json, const Mechanisms* mechanisms, TakenTrials& taken) {
  const bool version_1 = mechanisms == nullptr;
  CellResult result{
      .cell = {.pattern = json["pattern"].one_of({Pattern::round_trip, Pattern::stream}),
               .mechanism = name_in_file(json["mechanism"]),
               .message_bytes = json["size_bytes"].count(largest_message_bytes),
               .placement = json_placement(json["placement"])},
      .mechanism = version_1 ? mechanism_of_version_1(json) : mechanism_of(json, *mechanisms),
      .cpus = json_cpus(json.maybe("cpus")),
      .status = status_of(json["status"]),
      .reason = json["reason"].text(most_reason_bytes)};
  if (result.cell.message_bytes == 0) json["size_bytes"].wrong("a message has at least one byte");
  if (!version_1) read_settings(result, json);
  for (const JsonValue& trial : json["trials"].elements(most_trials)) {
    const auto number = trial.stands_for();
    result.trials.push_back(number ? std::move(taken[*number]) : json_trial(trial, !version_1));
  }
  return result;
}

void infer_delivery(RunResult& run) {
  std::set<std::string> lossy;
  for (const CellResult& cell : run.cells) {
    const bool lost = std::ranges::any_of(
        cell.trials, [](const TrialRecord& trial) { return trial.received() < trial.sent(); });
    if (lost || cell.mechanism.delivery == Delivery::may_drop) lossy.insert(cell.cell.mechanism);
  }
  for (CellResult& cell : run.cells) {
    if (lossy.contains(cell.cell.mechanism)) cell.mechanism.delivery = Delivery::may_drop;
  }
}

}  // namespace ipcbench
