// Instantiates the measuring loops for every mechanism. The slowest file to compile, on purpose
// alone.
#include "bench/mechanisms.hpp"

#include <algorithm>
#include <array>

#include "transports/catalogue.hpp"

namespace ipcbench {

namespace {

template <Transport... Ts>
constexpr std::array<Mechanism, sizeof...(Ts)> erase_all(Mechanisms<Ts...>) {
  return {erase<Ts>()...};
}

constexpr auto mechanisms = erase_all(Catalogue{});

}  // namespace

std::span<const Mechanism> all_mechanisms() {
  return mechanisms;
}

const Mechanism* find_mechanism(std::string_view name) {
  const auto found = std::ranges::find(
      mechanisms, name, [](const Mechanism& mechanism) { return mechanism.descriptor->name; });
  return found == mechanisms.end() ? nullptr : &*found;
}

}  // namespace ipcbench
