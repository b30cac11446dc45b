// The patterns of the checked exchange.
#include "harness/check.hpp"

namespace ipcbench {

namespace {

// One step of a 64-bit mixing function: neighbouring inputs give unrelated bytes.
constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

}  // namespace

void fill_pattern(std::span<std::byte> message, std::uint64_t sequence) {
  const std::uint64_t seed = mix(sequence);
  for (std::size_t at = 0; at < message.size(); at += sizeof(std::uint64_t)) {
    const std::uint64_t word = mix(seed + at);
    std::memcpy(message.data() + at, &word, std::min(sizeof word, message.size() - at));
  }
}

void derive_reply(std::span<const std::byte> request, std::span<std::byte> reply) {
  std::ranges::transform(request, reply.begin(), [](std::byte b) { return ~b ^ std::byte{0x5a}; });
}

std::optional<std::string> difference(std::span<const std::byte> got,
                                      std::span<const std::byte> expected, std::uint64_t sequence) {
  const auto [a, b] = std::ranges::mismatch(got, expected);
  if (a == got.end()) return {};
  return fmt::format("byte {} of message {} is {:#04x}, not {:#04x}", a - got.begin(), sequence,
                     std::to_integer<unsigned>(*a), std::to_integer<unsigned>(*b));
}

std::optional<std::string> unlike(std::uint64_t sequence, std::span<const std::byte> got,
                                  std::span<std::byte> expected) {
  fill_pattern(expected, sequence);
  return difference(got, expected, sequence);
}

std::optional<std::string> unlike_any_up_to(std::uint64_t sequence, std::span<const std::byte> got,
                                            std::span<std::byte> expected) {
  auto wrong = unlike(sequence, got, expected);
  for (std::uint64_t older = sequence; wrong && older > 1; --older) {
    if (!unlike(older - 1, got, expected)) return {};
  }
  return wrong;
}

}  // namespace ipcbench
