// A link with a forked process on each side, set up as the contract says.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/scratch.hpp"
#include "tests/conformance/any_mechanism.hpp"
#include "tests/conformance/child.hpp"
#include "tests/conformance/messages.hpp"

namespace ipcbench::conformance {

/// Attaches and gives up the link at once, as a process does that needs its end only.
AnyEnd attach(AnyLink link, Side side);

class Pair {
 public:
  using Body = std::function<void(AnyEnd&)>;
  using BodyOfBoth = std::function<void(AnyEnd&, Side)>;
  using Prelude = std::function<void(Side)>;

  /// Returns when both are attached and this process has let go of the link. `before_attach` runs
  /// in each process.
  Pair(
      const MechanismUnderTest& mechanism, const LinkOptions& options, const Body& client,
      const Body& server, const Prelude& before_attach = [](Side) {});

  /// The same body for both: it is told its side.
  Pair(
      const MechanismUnderTest& mechanism, const LinkOptions& options, const BodyOfBoth& both,
      const Prelude& before_attach = [](Side) {});

  [[nodiscard]] Child& process(Side side) { return side == Side::client ? *client_ : *server_; }
  [[nodiscard]] std::string complaint() { return complaint_of({&*client_, &*server_}); }

 private:
  Gate attached_;
  std::optional<Child> server_;
  std::optional<Child> client_;
  std::shared_ptr<void> residue_;
};

/// What nearly every conformance test starts from: a mechanism, a scratch folder and options for a
/// link.
class Conformance : public WithMechanism {
 protected:
  [[nodiscard]] LinkOptions link_options(std::size_t bytes, std::size_t depth = 0) {
    return {.message_bytes = bytes, .depth = depth, .scratch = &scratch_};
  }

  /// False, and the reason printed, if the machine cannot do it: for one size of several.
  [[nodiscard]] static bool supported(const LinkOptions& options);

  Scratch scratch_ = take(Scratch::create(), "scratch folder");
};

std::string name_of(Side side);

}  // namespace ipcbench::conformance
