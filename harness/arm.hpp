// One arm of a duel as its controller sees it: a command that is started, asked line by line, and
// ended with everything that it started.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/arm_protocol.hpp"
#include "harness/cell.hpp"
#include "harness/interrupt.hpp"
#include "harness/placement.hpp"
#include "harness/syscall_count.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

/// How an arm is started: found like a shell would find it, without a shell.
struct ArmCommand {
  std::string name;  ///< "A": how errors call it
  std::vector<std::string> argv;
  /// Added to the controller's own environment.
  std::vector<std::pair<std::string, std::string>> environment = {};
};

/// Why an arm did not do what it was asked to. `reason` is a line that names the arm.
struct ArmFailure {
  enum class Kind {
    unsupported,  ///< it cannot do this cell; it lives, and other cells are fine
    cell,         ///< it reports that the cell failed; it lives, and the cell is closed
    version,      ///< there is no version of the protocol that both speak; it is over
    dead,         ///< it crashed, hung, printed rubbish or could not be started; it is over
    interrupted   ///< a signal to the controller; it is over
  };

  Kind kind = Kind::dead;
  std::string reason = {};
};

template <class T>
using ArmOutcome = std::expected<T, ArmFailure>;

/// What it says of itself; empty where it says nothing.
struct ArmFacts {
  unsigned protocol = 0;
  std::string version, commit, compiler, build_type, build_flags;
};

class Arm {
 public:
  /// Of every question that is not told another one. An arm is told it, too, so that it can say
  /// which of its processes hangs; the controller gives it `slack` more to do so.
  static constexpr std::chrono::seconds usual_deadline{30};
  static constexpr std::chrono::seconds slack{2};

  /// Starts it and says hello. `interrupt` may be null; it must outlive the arm.
  [[nodiscard]] static ArmOutcome<Arm> start(
      const ArmCommand& command, const Interrupt* interrupt,
      std::chrono::nanoseconds deadline = std::chrono::seconds(10));

  Arm(Arm&&) noexcept;
  Arm& operator=(Arm&&) noexcept;
  /// Ends it: asks, then TERM, then KILL for its process group. Nothing of it is left.
  ~Arm();

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const ArmFacts& facts() const;
  /// After a failure that is not `unsupported` or `cell` every further question fails the same way.
  [[nodiscard]] bool alive() const;

  /// A fresh pair of processes, pinned, their exchange checked: the tunables that are in effect.
  [[nodiscard]] ArmOutcome<EffectiveSettings> open(
      const Cell& cell, const Cpus& cpus, std::chrono::nanoseconds deadline = usual_deadline);
  /// Of the fastest slice of the warm-up.
  [[nodiscard]] ArmOutcome<double> warm_up_ns_per_message(
      std::chrono::nanoseconds warmup, std::chrono::nanoseconds deadline = usual_deadline);
  /// `warmup` messages are not timed, `messages` are.
  [[nodiscard]] ArmOutcome<SliceFigures> slice(std::uint64_t warmup, std::uint64_t messages,
                                               std::chrono::nanoseconds deadline = usual_deadline);
  /// A cache line's way there and back; nothing where the pair is not on two CPUs.
  [[nodiscard]] ArmOutcome<std::optional<double>> distance_ns(
      std::chrono::nanoseconds deadline = usual_deadline);
  /// System calls a message of the open cell, counted in a session of its own.
  [[nodiscard]] ArmOutcome<SyscallCount> count(std::chrono::nanoseconds deadline = usual_deadline);
  /// Ends the pair. Also when none is open.
  [[nodiscard]] ArmOutcome<void> close(std::chrono::nanoseconds deadline = usual_deadline);

 private:
  class Conversation;
  explicit Arm(std::unique_ptr<Conversation> conversation);

  std::unique_ptr<Conversation> conversation_;
  ArmFacts facts_;
};

}  // namespace ipcbench
