// The catalogue with its types erased: a test is compiled once, and runs with every mechanism.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "transports/contract.hpp"

namespace ipcbench::conformance {

/// Owns something whose type only the functions of its mechanism know.
using Erased = std::unique_ptr<void, void (*)(void*)>;

/// The calls of an end. Null: mechanisms of this kind have none.
struct EndCalls {
  Status (*send)(void* end, std::span<const std::byte> message) noexcept;
  Status (*receive)(void* end, std::span<std::byte> message) noexcept;
  Status (*receive_until_tick)(void* end, std::span<std::byte> message) noexcept;
  EffectiveSettings (*effective)(const void* end);
};

/// The end of any mechanism: one indirect call away from the mechanism's own.
class AnyEnd {
 public:
  AnyEnd(Erased end, const EndCalls& calls) : end_(std::move(end)), calls_(&calls) {}

  Status send(std::span<const std::byte> message) noexcept {
    return calls_->send(end_.get(), message);
  }
  Status receive(std::span<std::byte> message) noexcept {
    return calls_->receive(end_.get(), message);
  }
  Status receive_until_tick(std::span<std::byte> message) noexcept {
    return calls_->receive_until_tick(end_.get(), message);
  }
  [[nodiscard]] EffectiveSettings effective() const { return calls_->effective(end_.get()); }

 private:
  Erased end_;
  const EndCalls* calls_;
};

/// The calls of a link. Null: mechanisms of this kind have none.
struct LinkCalls {
  Expected<AnyEnd> (*attach)(void* link, Side side);
  std::shared_ptr<void> (*residue)(void* link);
  std::string (*address)(const void* link);
};

/// The link of any mechanism.
class AnyLink {
 public:
  AnyLink(Erased link, const LinkCalls& calls) : link_(std::move(link)), calls_(&calls) {}

  /// What is left of the link stays until this object is gone, as with a link of a known type.
  Expected<AnyEnd> attach(Side side) && { return calls_->attach(link_.get(), side); }
  /// Null if this mechanism has none.
  std::shared_ptr<void> residue() && {
    return calls_->residue == nullptr ? nullptr : calls_->residue(link_.get());
  }
  [[nodiscard]] std::string address() const { return calls_->address(link_.get()); }

 private:
  Erased link_;
  const LinkCalls* calls_;
};

struct MechanismUnderTest {
  const Descriptor* descriptor;
  std::optional<std::string> (*unsupported_reason)(const LinkOptions& options);
  Expected<AnyLink> (*open)(const LinkOptions& options);
  Expected<AnyLink> (*join)(std::string_view address, const LinkOptions& options);  ///< or null
  const LinkCalls* link;
  const EndCalls* end;
};

/// For gtest, which would print an address.
void PrintTo(const MechanismUnderTest* mechanism, std::ostream* out);

/// All of the catalogue, in its order.
[[nodiscard]] std::span<const MechanismUnderTest> all_under_test();

/// The mechanisms that have these properties: functions that are asked, or nothing for all.
template <class... Properties>
[[nodiscard]] std::vector<const MechanismUnderTest*> those_that(Properties... properties) {
  std::vector<const MechanismUnderTest*> found;
  for (const MechanismUnderTest& mechanism : all_under_test()) {
    if ((properties(mechanism) && ...)) found.push_back(&mechanism);
  }
  return found;
}

/// The same, for INSTANTIATE_TEST_SUITE_P: a test that does not apply to a mechanism is not made.
template <class... Properties>
[[nodiscard]] auto each_that(Properties... properties) {
  return ::testing::ValuesIn(those_that(properties...));
}

/// A test that is told its mechanism.
class WithMechanism : public ::testing::TestWithParam<const MechanismUnderTest*> {
 protected:
  [[nodiscard]] static const MechanismUnderTest& mechanism() { return *GetParam(); }
  [[nodiscard]] static const Descriptor& descriptor() { return *mechanism().descriptor; }
  /// Why the machine cannot do it, or nothing.
  [[nodiscard]] static std::optional<std::string> unsupported(const LinkOptions& options) {
    return mechanism().unsupported_reason(options);
  }
};

/// Names a test by its mechanism: `Delivering.SomeSentence/posix_mq`.
[[nodiscard]] inline std::string by_name(
    const ::testing::TestParamInfo<const MechanismUnderTest*>& info) {
  return std::string(info.param->descriptor->name);
}

[[nodiscard]] inline bool has_peer(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->family != Family::floor;
}
[[nodiscard]] inline bool is_reliable(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->delivery == Delivery::reliable;
}
[[nodiscard]] inline bool is_lossy(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->delivery == Delivery::may_drop;
}
[[nodiscard]] inline bool is_byte_stream(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->framing == Framing::byte_stream;
}
[[nodiscard]] inline bool keeps_messages(const MechanismUnderTest& mechanism) {
  return mechanism.descriptor->framing == Framing::message;
}
[[nodiscard]] inline bool is_joinable(const MechanismUnderTest& mechanism) {
  return mechanism.join != nullptr;
}

}  // namespace ipcbench::conformance
