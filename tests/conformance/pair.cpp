// The two processes, and what the tests of all mechanisms share.
#include "tests/conformance/pair.hpp"

#include <iostream>
#include <utility>

namespace ipcbench::conformance {

AnyEnd attach(AnyLink link, Side side) {
  return take(std::move(link).attach(side), "attach");
}

Pair::Pair(const MechanismUnderTest& mechanism, const LinkOptions& options, const Body& client,
           const Body& server, const Prelude& before_attach) {
  AnyLink link = take(mechanism.open(options), "open");
  const auto live = [&](Side side, const Body& body) {
    before_attach(side);
    AnyEnd end = attach(std::move(link), side);
    attached_.open();
    body(end);
  };
  server_.emplace("server", [&] { live(Side::server, server); });
  client_.emplace("client", [&] { live(Side::client, client); });
  // Who cannot attach says so in `complaint`, which is more than could be said here.
  if (!attached_.passed() || !attached_.passed()) return;
  residue_ = std::move(link).residue();
}

Pair::Pair(const MechanismUnderTest& mechanism, const LinkOptions& options, const BodyOfBoth& both,
           const Prelude& before_attach)
    : Pair(
          mechanism, options, [&](AnyEnd& end) { both(end, Side::client); },
          [&](AnyEnd& end) { both(end, Side::server); }, before_attach) {}

bool Conformance::supported(const LinkOptions& options) {
  const auto reason = unsupported(options);
  if (reason) {
    std::cout << "[   SKIP   ] " << descriptor().name << ", " << options.message_bytes
              << " bytes: " << *reason << '\n';
  }
  return !reason;
}

std::string name_of(Side side) {
  return side == Side::client ? "client" : "server";
}

}  // namespace ipcbench::conformance
