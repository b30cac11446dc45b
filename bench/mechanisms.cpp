// Instantiates the measuring loops for every mechanism. The slowest file to compile, on purpose
// alone.
#include "bench/mechanisms.hpp"

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

}  // namespace ipcbench
