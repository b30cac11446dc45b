// Doing what a controller's lines say.
#include "harness/arm_server.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/plain_text.hpp"
#include "harness/own_cpus.hpp"
#include "harness/slices.hpp"
#include "harness/syscall_count.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

/// More is a mistake; less than what sums of counts and of times overflow at.
constexpr std::uint64_t most_messages = 1'000'000'000'000;
constexpr std::uint64_t longest_ns = 3'600'000'000'000;
/// The orders of a count: the checked exchange and two that are counted.
constexpr int orders_of_a_count = 3;
/// Of one fact about this build, such as a packager's compiler flags: a line has room for five.
constexpr std::size_t longest_fact = 750;

ArmLine ok(std::vector<std::pair<std::string, std::string>> values = {}) {
  return {.word = "ok", .values = std::move(values)};
}

ArmLine error(std::string text) {
  return {.word = "error", .text = std::move(text)};
}

ArmLine unsupported(std::string text) {
  return {.word = "unsupported", .text = std::move(text)};
}

std::string text_of(double number) {
  return fmt::format("{}", number);
}

/// A time that a line may name, within reason.
std::expected<nanoseconds, std::string> time_in(const ArmLine& line, std::string_view key) {
  const auto ns = count_in(line, key);
  if (!ns) return std::unexpected(ns.error());
  if (*ns == 0 || *ns > longest_ns) {
    return std::unexpected(fmt::format("{} is {}, not 1 to {}", key, *ns, longest_ns));
  }
  return nanoseconds(*ns);
}

std::expected<nanoseconds, std::string> deadline_in(const ArmLine& line) {
  if (!line.find("deadline_ns")) return slice_deadline;
  return time_in(line, "deadline_ns");
}

bool is_value_of(Tunable::Kind kind, const Settings& settings, const Settings::Setting& setting) {
  if (kind == Tunable::Kind::on_off) return setting.second == "on" || setting.second == "off";
  return settings.number(setting.first).has_value();
}

/// Settings that this build's mechanism has not, or not with such values: nothing if all is well.
std::optional<std::string> foreign_setting(const Descriptor& mechanism, const Settings& settings) {
  for (const auto& setting : settings.all()) {
    const auto found = std::ranges::find(mechanism.tunables, setting.first, &Tunable::name);
    if (found == mechanism.tunables.end()) {
      return fmt::format("{} has no setting '{}'", mechanism.name, setting.first);
    }
    if (!is_value_of(found->kind, settings, setting)) {
      return fmt::format("{} of {} cannot be '{}'", setting.first, mechanism.name, setting.second);
    }
  }
  return {};
}

}  // namespace

struct ArmServer::OpenCell {
  const Mechanism* mechanism;
  Pattern pattern;
  LinkOptions options;
  Cpus cpus;
  Session session;
  SliceRunner runner;
  Histogram pooled;  ///< of all slices

  OpenCell(const Mechanism& of, const OpenRequest& request, LinkOptions link, Session started)
      : mechanism(&of),
        pattern(request.cell.pattern),
        options(std::move(link)),
        cpus(request.cpus),
        session(std::move(started)),
        runner(session, *of.descriptor, request.cell.pattern, slice_deadline) {}
};

ArmServer::ArmServer(ArmSurroundings surroundings) : surroundings_(std::move(surroundings)) {}

ArmServer::~ArmServer() = default;

std::optional<std::string> ArmServer::answer_to(std::string_view line) {
  const auto question = parse_arm_line(line);
  if (question && question->word == "quit") {
    cell_.reset();
    return {};
  }
  const ArmLine answer =
      question ? answer_of(*question) : error(fmt::format("not understood: {}", question.error()));
  // A pair that has failed once is worth nothing any more.
  if (answer.word == "error") cell_.reset();
  return to_text(answer);
}

ArmLine ArmServer::answer_of(const ArmLine& question) {
  const std::string& word = question.word;
  if (word == "hello") return hello(question);
  if (!greeted_) return error(fmt::format("'{}' before hello", word));
  if (word == "open") return open(question);
  if (word == "close") {
    cell_.reset();
    return ok();
  }
  if (word == "warm_up" || word == "slice" || word == "distance" || word == "count") {
    return ask_the_pair(question);
  }
  return error(fmt::format("'{}' is not in this protocol", word));
}

ArmLine ArmServer::hello(const ArmLine& question) {
  const auto oldest = count_in(question, "oldest");
  if (!oldest) return error(oldest.error());
  const auto newest = count_in(question, "newest");
  if (!newest) return error(newest.error());
  ArmLine answer = ok();
  const std::uint64_t common = std::min<std::uint64_t>(*newest, newest_arm_version);
  greeted_ = common >= std::max<std::uint64_t>(*oldest, oldest_arm_version);
  if (greeted_) answer.values.emplace_back("protocol", fmt::format("{}", common));
  answer.values.emplace_back("oldest", fmt::format("{}", oldest_arm_version));
  answer.values.emplace_back("newest", fmt::format("{}", newest_arm_version));
  for (const auto& [name, fact] : surroundings_.facts) {
    answer.values.emplace_back(name, fitting(fact, longest_fact));
  }
  return answer;
}

ArmLine ArmServer::open(const ArmLine& question) {
  if (cell_) return error("a cell is open already");
  const auto request = open_request_of(question);
  if (!request) return error(request.error());
  const auto deadline = deadline_in(question);
  if (!deadline) return error(deadline.error());
  const Cell& cell = request->cell;
  const Mechanism* mechanism = surroundings_.find_mechanism(cell.mechanism);
  if (mechanism == nullptr) {
    return unsupported(fmt::format("no mechanism '{}'", plain_line(cell.mechanism, 60)));
  }
  if (cell.message_bytes == 0 || cell.message_bytes > largest_message_bytes) {
    return unsupported(fmt::format("a message of {} bytes, not 1 to {}", cell.message_bytes,
                                   largest_message_bytes));
  }
  if (auto foreign = foreign_setting(*mechanism->descriptor, cell.settings)) {
    return unsupported(std::move(*foreign));
  }
  const LinkOptions options{.message_bytes = cell.message_bytes,
                            .settings = cell.settings,
                            .scratch = surroundings_.scratch};
  if (auto reason = mechanism->unsupported_reason(options)) return unsupported(std::move(*reason));
  if (auto reason = forbidden_cpu(request->cpus)) return unsupported(std::move(*reason));

  auto session = Session::start(*mechanism, options, request->cpus, surroundings_.interrupt);
  if (!session) return error(session.error().reason);
  if (const auto checked = check_exchange(*session, Thoroughness::thorough, *deadline); !checked) {
    return error(checked.error().reason);
  }
  ArmLine answer = ok();
  for (const auto& [name, value] : session->effective()) {
    answer.values.emplace_back(fmt::format("effective.{}", name), value);
  }
  cell_ = std::make_unique<OpenCell>(*mechanism, *request, options, std::move(*session));
  return answer;
}

/// What needs an open cell.
ArmLine ArmServer::ask_the_pair(const ArmLine& question) {
  if (!cell_) return error(fmt::format("'{}' without an open cell", question.word));
  const auto deadline = deadline_in(question);
  if (!deadline) return error(deadline.error());
  cell_->runner.set_deadline(*deadline);
  if (question.word == "warm_up") return warm_up(question);
  if (question.word == "slice") return slice(question);
  if (question.word == "count") return count(*deadline);
  return distance(*deadline);
}

ArmLine ArmServer::warm_up(const ArmLine& question) {
  const auto time = time_in(question, "ns");
  if (!time) return error(time.error());
  const auto each_ns = ipcbench::warm_up(cell_->runner, *time);
  if (!each_ns) return error(each_ns.error().reason);
  return ok({{"ns_per_message", text_of(*each_ns)}});
}

ArmLine ArmServer::slice(const ArmLine& question) {
  const auto warmup = count_in(question, "warmup");
  if (!warmup) return error(warmup.error());
  const auto messages = count_in(question, "messages");
  if (!messages) return error(messages.error());
  if (*messages == 0 || *messages > most_messages || *warmup > most_messages) {
    return error(fmt::format("a slice has 1 to {} messages", most_messages));
  }
  cell_->runner.forget();
  const auto slice = cell_->runner.run(*messages, *warmup);
  if (!slice) return error(slice.error().reason);
  const auto& [client, server, moved] = cell_->runner.usage();
  const Histogram& times = cell_->session.control().round_trips;
  Histogram& pooled = cell_->pooled;
  pooled.merge(times);
  return ok(
      values_of({.messages = slice->sent,
                 .received = slice->received,
                 .elapsed_ns = static_cast<double>(slice->elapsed_ns),
                 .p50_ns = times.interpolated_quantile(0.5),
                 .p90_ns = times.interpolated_quantile(0.9),
                 .p99_ns = times.interpolated_quantile(0.99),
                 .mean_ns = times.mean(),
                 .cpu_ns = static_cast<double>(client.cpu_ns + server.cpu_ns),
                 .voluntary_switches = client.voluntary_switches + server.voluntary_switches,
                 .involuntary_switches = client.involuntary_switches + server.involuntary_switches,
                 .faults = client.minor_faults + client.major_faults + server.minor_faults +
                           server.major_faults,
                 .moved = moved,
                 .pooled_messages = pooled.count(),
                 .pooled_p99_ns = pooled.interpolated_quantile(0.99)}));
}

ArmLine ArmServer::distance(nanoseconds deadline) {
  const auto distance = measure_distance(cell_->session, cell_->cpus, deadline);
  if (!distance) return error(distance.error().reason);
  return ok({{"distance_ns", text_of(distance->value_or(0))}});
}

ArmLine ArmServer::count(nanoseconds deadline) {
  const auto counted =
      count_syscalls(*cell_->mechanism, cell_->pattern, cell_->options, cell_->cpus,
                     surroundings_.interrupt, deadline / orders_of_a_count);
  if (!counted) return error(counted.error().reason);
  const auto& [per_message, unavailable] = *counted;
  if (!unavailable.empty()) return ok({{"unavailable", unavailable}});
  if (!per_message) return ok({{"varies", "1"}});
  return ok({{"per_message", text_of(*per_message)}});
}

}  // namespace ipcbench
