// Instantiates each mechanism for the tests: the only slow file to compile among them.
#include "tests/conformance/any_mechanism.hpp"

#include <array>

#include "transports/catalogue.hpp"

namespace ipcbench::conformance {

namespace {

template <class T>
Erased erased(T&& value) {
  return {new T(std::move(value)), [](void* owned) { delete static_cast<T*>(owned); }};
}

template <class End>
constexpr EndCalls calls_of_end() {
  EndCalls calls{
      .send = [](void* end, std::span<const std::byte> message) noexcept -> Status {
        return static_cast<End*>(end)->send(message);
      },
      .receive = [](void* end, std::span<std::byte> message) noexcept -> Status {
        return static_cast<End*>(end)->receive(message);
      },
      .receive_until_tick = nullptr,
      .effective = nullptr,
  };
  if constexpr (LossyEndpoint<End>) {
    calls.receive_until_tick = [](void* end, std::span<std::byte> message) noexcept -> Status {
      return static_cast<End*>(end)->receive_until_tick(message);
    };
  }
  if constexpr (requires(const End& end) { end.effective(); }) {
    calls.effective = [](const void* end) -> EffectiveSettings {
      return static_cast<const End*>(end)->effective();
    };
  }
  return calls;
}

template <class End>
constexpr EndCalls end_calls = calls_of_end<End>();

template <Transport T>
Expected<AnyEnd> attach(void* link, Side side) {
  auto end = std::move(*static_cast<T*>(link)).attach(side);
  if (!end) return std::unexpected(std::move(end.error()));
  return AnyEnd(erased(std::move(*end)), end_calls<typename T::End>);
}

template <Transport T>
constexpr LinkCalls calls_of_link() {
  LinkCalls calls{.attach = attach<T>, .residue = nullptr, .address = nullptr};
  if constexpr (requires(T link) { std::move(link).residue(); }) {
    calls.residue = [](void* link) -> std::shared_ptr<void> {
      using Residue = decltype(std::declval<T>().residue());
      return std::make_shared<Residue>(std::move(*static_cast<T*>(link)).residue());
    };
  }
  if constexpr (Joinable<T>) {
    calls.address = [](const void* link) { return static_cast<const T*>(link)->address(); };
  }
  return calls;
}

template <Transport T>
constexpr LinkCalls link_calls = calls_of_link<T>();

template <Transport T>
Expected<AnyLink> erased_link(Expected<T> link) {
  if (!link) return std::unexpected(std::move(link.error()));
  return AnyLink(erased(std::move(*link)), link_calls<T>);
}

template <Transport T>
constexpr MechanismUnderTest under_test() {
  MechanismUnderTest mechanism{
      .descriptor = &T::descriptor,
      .unsupported_reason = ipcbench::unsupported_reason<T>,
      .open = [](const LinkOptions& options) { return erased_link<T>(T::open(options)); },
      .join = nullptr,
      .link = &link_calls<T>,
      .end = &end_calls<typename T::End>,
  };
  if constexpr (Joinable<T>) {
    mechanism.join = [](std::string_view address, const LinkOptions& options) {
      return erased_link<T>(T::join(address, options));
    };
  }
  return mechanism;
}

template <Transport... Ts>
constexpr std::array<MechanismUnderTest, sizeof...(Ts)> all_of(Mechanisms<Ts...>) {
  return {under_test<Ts>()...};
}

constexpr auto mechanisms = all_of(Catalogue{});

}  // namespace

void PrintTo(const MechanismUnderTest* mechanism, std::ostream* out) {
  *out << mechanism->descriptor->name;
}

std::span<const MechanismUnderTest> all_under_test() {
  return mechanisms;
}

}  // namespace ipcbench::conformance
