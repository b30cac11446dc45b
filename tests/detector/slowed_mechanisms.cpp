// The catalogue of `ipcbench_slowed`: every mechanism, slowed as the environment says. Takes the
// place of bench/mechanisms.cpp.
#include <array>
#include <cstdlib>
#include <string_view>

#include "bench/mechanisms.hpp"
#include "tests/detector/slowed.hpp"
#include "transports/catalogue.hpp"

namespace ipcbench {

namespace detector {

Slowdown Slowdown::from_environment() {
  const char* text = std::getenv("IPCBENCH_SLOWDOWN");
  const std::string_view wanted = text == nullptr ? "" : text;
  if (wanted == "syscall") return {.kind = Kind::syscall};
  if (wanted == "copy") return {.kind = Kind::copy};
  if (wanted.starts_with("loop:")) {
    return {.kind = Kind::loop, .share = std::strtod(wanted.data() + 5, nullptr) / 100};
  }
  return {};
}

}  // namespace detector

namespace {

template <Transport... Ts>
constexpr std::array<Mechanism, sizeof...(Ts)> erase_all(Mechanisms<Ts...>) {
  return {erase<detector::Slowed<Ts>>()...};
}

constexpr auto mechanisms = erase_all(Catalogue{});

}  // namespace

std::span<const Mechanism> all_mechanisms() {
  return mechanisms;
}

}  // namespace ipcbench
