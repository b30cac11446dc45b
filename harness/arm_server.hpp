// An arm's own side: a line comes in, a line goes out, and in between a session does what it says.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/scratch.hpp"
#include "harness/arm_protocol.hpp"
#include "harness/interrupt.hpp"
#include "harness/mechanism.hpp"

namespace ipcbench {

/// What the server does not know by itself. `scratch` and `interrupt` must outlive it; `interrupt`
/// may be null.
struct ArmSurroundings {
  /// Null for a mechanism that this build has not.
  std::function<const Mechanism*(std::string_view)> find_mechanism;
  Scratch* scratch;
  const Interrupt* interrupt = nullptr;
  /// About this build: version, commit, ...
  std::vector<std::pair<std::string, std::string>> facts = {};
};

class ArmServer {
 public:
  explicit ArmServer(ArmSurroundings surroundings);
  ArmServer(const ArmServer&) = delete;
  ArmServer& operator=(const ArmServer&) = delete;
  /// Ends the open cell's pair.
  ~ArmServer();

  /// The answer to a line, both without their ends; nothing when the line was the last one.
  [[nodiscard]] std::optional<std::string> answer_to(std::string_view line);

 private:
  struct OpenCell;

  [[nodiscard]] ArmLine answer_of(const ArmLine& question);
  [[nodiscard]] ArmLine hello(const ArmLine& question);
  [[nodiscard]] ArmLine open(const ArmLine& question);
  [[nodiscard]] ArmLine ask_the_pair(const ArmLine& question);
  [[nodiscard]] ArmLine warm_up(const ArmLine& question);
  [[nodiscard]] ArmLine slice(const ArmLine& question);
  [[nodiscard]] ArmLine distance(std::chrono::nanoseconds deadline);
  [[nodiscard]] ArmLine count(std::chrono::nanoseconds deadline);

  ArmSurroundings surroundings_;
  std::unique_ptr<OpenCell> cell_;
  bool greeted_ = false;
};

}  // namespace ipcbench
