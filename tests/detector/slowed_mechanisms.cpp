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

namespace {

std::string_view variable(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

}  // namespace

Slowdown Slowdown::from_environment(std::string_view mechanism) {
  const std::string_view only = variable("IPCBENCH_SLOWED_ONLY");
  if (!only.empty() && only != mechanism) return {};
  const std::string_view wanted = variable("IPCBENCH_SLOWDOWN");
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
