// Asking an arm, and making sense of how it fails.
#include "harness/arm.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "base/plain_text.hpp"
#include "base/syscall.hpp"
#include "harness/line_process.hpp"

namespace ipcbench {

namespace {

using std::chrono::nanoseconds;

// Whoever signals all processes of a job does so one by one.
constexpr int signal_grace_ms = 200;

/// "speaks versions 2 to 3 of the protocol, this build 1: ..."
std::string foreign_versions(std::uint64_t oldest, std::uint64_t newest) {
  const auto range = [](std::uint64_t from, std::uint64_t to) {
    return from == to ? fmt::format("{}", to) : fmt::format("{} to {}", from, to);
  };
  return fmt::format("speaks version{} {} of the protocol, this build {}: {}",
                     oldest == newest ? "" : "s", range(oldest, newest),
                     range(oldest_arm_version, newest_arm_version),
                     newest > newest_arm_version ? "let the newer build run the duel"
                                                 : "build the older one again");
}

ArmLine with(ArmLine line, std::string_view key, std::uint64_t number) {
  line.values.emplace_back(key, fmt::format("{}", number));
  return line;
}

bool comes_soon(const Interrupt& interrupt) {
  pollfd signal{.fd = interrupt.fd(), .events = POLLIN, .revents = 0};
  return retried([&] { return ::poll(&signal, 1, signal_grace_ms); }) > 0;
}

ArmFacts facts_of(const ArmLine& hello) {
  const auto fact = [&](std::string_view key) {
    return plain_line(hello.find(key).value_or(""), 1'000);
  };
  return {.version = fact("version"),
          .commit = fact("commit"),
          .compiler = fact("compiler"),
          .build_type = fact("build_type"),
          .build_flags = fact("build_flags")};
}

}  // namespace

/// The process and what became of it.
class Arm::Conversation {
 public:
  Conversation(std::string name, LineProcess process, const Interrupt* interrupt)
      : name_(std::move(name)), process_(std::move(process)), interrupt_(interrupt) {}
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation() {
    if (!over_) process_.write_line("quit");
    process_.end(over_ ? LineProcess::Manner::at_once : LineProcess::Manner::politely);
  }

  /// The values of an `ok`.
  ArmOutcome<ArmLine> ask(ArmLine question, nanoseconds deadline) {
    if (over_) return std::unexpected(*over_);
    auto answer = answer_to(std::move(question), deadline);
    // A signal to a whole job may end an arm, or what it measures, before it comes here.
    const bool may_be_by_signal = !answer && (answer.error().kind == ArmFailure::Kind::dead ||
                                              answer.error().kind == ArmFailure::Kind::cell);
    if (may_be_by_signal && interrupt_ != nullptr && comes_soon(*interrupt_)) {
      return give_up("was interrupted", ArmFailure::Kind::interrupted);
    }
    return answer;
  }

  /// It answered, but not what it was asked.
  std::unexpected<ArmFailure> misfit(std::string_view word, std::string_view why) {
    return give_up(fmt::format("answers {} with something else: {}", word, plain_line(why)));
  }

  std::unexpected<ArmFailure> give_up(std::string_view what,
                                      ArmFailure::Kind kind = ArmFailure::Kind::dead) {
    over_ = ArmFailure{.kind = kind, .reason = fmt::format("arm {} {}", name_, what)};
    process_.end(LineProcess::Manner::at_once);
    return std::unexpected(*over_);
  }

  /// The dynamic linker only mutters about a library that it does not find or cannot read, and the
  /// arm would run without what it is measured for.
  std::optional<std::unexpected<ArmFailure>> not_preloaded() {
    const auto complaint = process_.complaint_with("from LD_PRELOAD cannot be preloaded");
    if (!complaint) return {};
    return give_up("runs without a library: " + plain_line(*complaint, longest_arm_line));
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool over() const { return over_.has_value(); }

 private:
  static constexpr std::size_t shown_of_rubbish = 60;

  ArmOutcome<ArmLine> answer_to(ArmLine question, nanoseconds deadline) {
    const std::string word = question.word;
    if (const auto unread = process_.unread(); !unread.empty()) {
      return give_up(fmt::format("prints what nobody asked for before {}: '{}'", word,
                                 plain_line(unread, shown_of_rubbish)));
    }
    process_.write_line(
        to_text(with(std::move(question), "deadline_ns",
                     static_cast<std::uint64_t>(std::max<std::int64_t>(deadline.count(), 1)))));
    const auto line = process_.read_line(longest_arm_line, deadline + slack,
                                         interrupt_ != nullptr ? interrupt_->fd() : -1);
    if (!line) return silent(line.error(), word, deadline + slack);
    auto answer = parse_arm_line(*line);
    if (!answer) return rubbish(*line, word, answer.error());
    if (answer->word == "ok") return std::move(*answer);
    return refused(*answer, *line, word);
  }

  std::unexpected<ArmFailure> refused(const ArmLine& answer, std::string_view line,
                                      std::string_view word) {
    const bool unsupported = answer.word == "unsupported";
    if (!unsupported && answer.word != "error") return rubbish(line, word, "not an answer");
    // There is nothing more to ask it.
    if (word == "hello") return give_up("refuses hello: " + plain_line(answer.text));
    // A cell that is open can be done: that it cannot any more is no property of the arm.
    if (unsupported && word != "open") {
      return give_up(fmt::format("answers {} with 'unsupported', which only open may be: {}", word,
                                 plain_line(answer.text)));
    }
    const std::string text =
        answer.text.empty() ? fmt::format("gives no reason during {}", word) : answer.text;
    return std::unexpected(
        ArmFailure{.kind = unsupported ? ArmFailure::Kind::unsupported : ArmFailure::Kind::cell,
                   .reason = fmt::format("arm {}: {}", name_, plain_line(text, longest_arm_line))});
  }

  std::unexpected<ArmFailure> rubbish(std::string_view line, std::string_view word,
                                      std::string_view why) {
    return give_up(fmt::format("prints rubbish during {}: '{}' ({})", word,
                               plain_line(line, shown_of_rubbish), why));
  }

  std::unexpected<ArmFailure> silent(LineProcess::Silence why, std::string_view word,
                                     nanoseconds patience) {
    using enum LineProcess::Silence;
    switch (why) {
      case interrupted:
        return give_up("was interrupted", ArmFailure::Kind::interrupted);
      case endless:
        return rubbish(process_.unread(), word,
                       fmt::format("a line of more than {} bytes", longest_arm_line));
      case late:
        return give_up(
            with_complaint(fmt::format("gives no answer to {} within {:.1f} s", word,
                                       std::chrono::duration<double>(patience).count())));
      case closed:
        return give_up(with_complaint(fmt::format("closed its standard output during {}", word)));
      case dead:
        break;
    }
    process_.end(LineProcess::Manner::at_once);
    const std::string how = process_.unnatural_death().value_or("ended");
    return give_up(with_complaint(fmt::format("{} during {}", how, word)));
  }

  std::string with_complaint(std::string text) {
    const std::string complaint = process_.last_complaint();
    return complaint.empty() ? text : fmt::format("{}: {}", text, plain_line(complaint));
  }

  std::string name_;
  LineProcess process_;
  const Interrupt* interrupt_;
  std::optional<ArmFailure> over_;
};

Arm::Arm(std::unique_ptr<Conversation> conversation) : conversation_(std::move(conversation)) {}
Arm::Arm(Arm&&) noexcept = default;
Arm& Arm::operator=(Arm&&) noexcept = default;
Arm::~Arm() = default;

ArmOutcome<Arm> Arm::start(const ArmCommand& command, const Interrupt* interrupt,
                           nanoseconds deadline) {
  auto process = LineProcess::spawn(command.argv, command.environment);
  if (!process) {
    return std::unexpected(
        ArmFailure{.reason = fmt::format("arm {}: {}", command.name, process.error().message())});
  }
  Arm arm(std::make_unique<Conversation>(command.name, std::move(*process), interrupt));
  Conversation& with_it = *arm.conversation_;
  ArmLine question =
      with(with({.word = "hello"}, "oldest", oldest_arm_version), "newest", newest_arm_version);
  const auto hello = with_it.ask(std::move(question), deadline);
  if (!hello) return std::unexpected(hello.error());
  if (auto failure = with_it.not_preloaded()) return *failure;
  const auto spoken = count_in(*hello, "protocol");
  if (spoken && *spoken >= oldest_arm_version && *spoken <= newest_arm_version) {
    arm.facts_ = facts_of(*hello);
    arm.facts_.protocol = static_cast<unsigned>(*spoken);
    return arm;
  }
  // None in common; or it insists on one that it was not offered.
  const auto oldest = spoken ? spoken : count_in(*hello, "oldest");
  const auto newest = spoken ? spoken : count_in(*hello, "newest");
  if (!oldest || !newest) return with_it.misfit("hello", spoken.error());
  return with_it.give_up(foreign_versions(*oldest, *newest), ArmFailure::Kind::version);
}

const std::string& Arm::name() const {
  return conversation_->name();
}
const ArmFacts& Arm::facts() const {
  return facts_;
}
bool Arm::alive() const {
  return !conversation_->over();
}

ArmOutcome<EffectiveSettings> Arm::open(const Cell& cell, const Cpus& cpus, nanoseconds deadline) {
  const auto answer = conversation_->ask(open_line(cell, cpus), deadline);
  if (!answer) return std::unexpected(answer.error());
  constexpr std::string_view prefix = "effective.";
  EffectiveSettings effective;
  for (const auto& [key, value] : answer->values) {
    if (key.starts_with(prefix)) effective.emplace_back(key.substr(prefix.size()), value);
  }
  return effective;
}

ArmOutcome<double> Arm::warm_up_ns_per_message(nanoseconds warmup, nanoseconds deadline) {
  const auto answer = conversation_->ask(
      with({.word = "warm_up"}, "ns", static_cast<std::uint64_t>(warmup.count())), deadline);
  if (!answer) return std::unexpected(answer.error());
  const auto each_ns = amount_in(*answer, "ns_per_message");
  if (!each_ns) return conversation_->misfit("warm_up", each_ns.error());
  if (*each_ns == 0) return conversation_->misfit("warm_up", "a message takes some time");
  return *each_ns;
}

ArmOutcome<SliceFigures> Arm::slice(std::uint64_t warmup, std::uint64_t messages,
                                    nanoseconds deadline) {
  const auto answer = conversation_->ask(
      with(with({.word = "slice"}, "warmup", warmup), "messages", messages), deadline);
  if (!answer) return std::unexpected(answer.error());
  const auto figures = slice_of(*answer);
  if (!figures) return conversation_->misfit("slice", figures.error());
  if (figures->messages != messages) {
    return conversation_->misfit(
        "slice", fmt::format("{} messages, asked for {}", figures->messages, messages));
  }
  return *figures;
}

ArmOutcome<std::optional<double>> Arm::distance_ns(nanoseconds deadline) {
  const auto answer = conversation_->ask({.word = "distance"}, deadline);
  if (!answer) return std::unexpected(answer.error());
  const auto distance = amount_in(*answer, "distance_ns");
  if (!distance) return conversation_->misfit("distance", distance.error());
  if (*distance == 0) return std::nullopt;
  return *distance;
}

ArmOutcome<SyscallCount> Arm::count(nanoseconds deadline) {
  const auto answer = conversation_->ask({.word = "count"}, deadline);
  if (!answer) return std::unexpected(answer.error());
  if (const auto why = answer->find("unavailable")) {
    return SyscallCount{.unavailable = plain_line(*why)};
  }
  if (answer->find("varies")) return SyscallCount{};
  const auto calls = amount_in(*answer, "per_message");
  if (!calls) return conversation_->misfit("count", calls.error());
  return SyscallCount{.per_message = *calls};
}

ArmOutcome<void> Arm::close(nanoseconds deadline) {
  const auto answer = conversation_->ask({.word = "close"}, deadline);
  if (!answer) return std::unexpected(answer.error());
  return {};
}

}  // namespace ipcbench
