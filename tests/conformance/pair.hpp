// A link with a forked process on each side, set up as the contract says.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/scratch.hpp"
#include "tests/conformance/child.hpp"
#include "tests/conformance/mechanisms_under_test.hpp"
#include "tests/conformance/messages.hpp"

namespace ipcbench::conformance {

/// Attaches and gives up the link at once, as a process does that needs its end only.
template <Transport T>
typename T::End attach(T link, Side side) {
  return take(std::move(link).attach(side), "attach");
}

template <Transport T>
class Pair {
 public:
  using End = typename T::End;
  using Body = std::function<void(End&)>;
  using Prelude = std::function<void(Side)>;

  /// Returns when both are attached and this process has let go of the link. `before_attach` runs
  /// in each process.
  Pair(
      const LinkOptions& options, const Body& client, const Body& server,
      const Prelude& before_attach = [](Side) {}) {
    T link = take(T::open(options), "open");
    const auto live = [&](Side side, const Body& body) {
      before_attach(side);
      End end = attach(std::move(link), side);
      attached_.open();
      body(end);
    };
    server_.emplace("server", [&] { live(Side::server, server); });
    client_.emplace("client", [&] { live(Side::client, client); });
    // Who cannot attach says so in `complaint`, which is more than could be said here.
    if (!attached_.passed() || !attached_.passed()) return;
    if constexpr (requires { std::move(link).residue(); }) {
      using Residue = decltype(std::move(link).residue());
      residue_ = std::make_shared<Residue>(std::move(link).residue());
    }
  }

  /// The same body for both: it is told its side.
  Pair(
      const LinkOptions& options, const std::function<void(End&, Side)>& both,
      const Prelude& before_attach = [](Side) {})
      : Pair(
            options, [&](End& end) { both(end, Side::client); },
            [&](End& end) { both(end, Side::server); }, before_attach) {}

  [[nodiscard]] Child& process(Side side) { return side == Side::client ? *client_ : *server_; }
  [[nodiscard]] std::string complaint() { return complaint_of({&*client_, &*server_}); }

 private:
  Gate attached_;
  std::optional<Child> server_;
  std::optional<Child> client_;
  std::shared_ptr<void> residue_;
};

/// What every conformance test starts from: a scratch folder and options for a link in it.
template <class T>
class Conformance : public ::testing::Test {
 protected:
  [[nodiscard]] LinkOptions options(std::size_t bytes, std::size_t depth = 0) {
    return {.message_bytes = bytes, .depth = depth, .scratch = &scratch_};
  }

  /// False, and the reason printed, if the machine cannot do it.
  [[nodiscard]] static bool supported(const LinkOptions& options) {
    const auto reason = unsupported_reason<T>(options);
    if (reason) {
      std::cout << "[   SKIP   ] " << T::descriptor.name << ", " << options.message_bytes
                << " bytes: " << *reason << '\n';
    }
    return !reason;
  }

  Scratch scratch_ = take(Scratch::create(), "scratch folder");
};

inline std::string name_of(Side side) {
  return side == Side::client ? "client" : "server";
}

}  // namespace ipcbench::conformance
