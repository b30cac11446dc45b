// Fuzzes the lines of the arm protocol, and an arm that hears them.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "harness/arm_protocol.hpp"
#include "harness/arm_server.hpp"

namespace {

void require(bool fine) {
  if (!fine) std::abort();
}

void check_text(std::string_view text) {
  require(text.size() <= ipcbench::longest_arm_line);
  for (const char c : text) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

void check_line(const ipcbench::ArmLine& line) {
  // A value of a foreign line may hold bytes that take three times as much room when we write it.
  const auto again = ipcbench::parse_arm_line(ipcbench::to_text(line));
  require(again ? *again == line : again.error().starts_with("longer than"));
  if (const auto slice = ipcbench::slice_of(line)) {
    const ipcbench::ArmLine written{.word = "ok", .values = ipcbench::values_of(*slice)};
    require(*ipcbench::slice_of(*ipcbench::parse_arm_line(ipcbench::to_text(written))) == *slice);
  }
  if (const auto request = ipcbench::open_request_of(line)) {
    const auto asked = ipcbench::open_line(request->cell, request->cpus);
    const auto same = ipcbench::open_request_of(asked);
    require(same && same->cell.settings == request->cell.settings);
  }
}

/// A mechanism is never found: what is fuzzed is what is said, not what is measured.
void check_server(std::string_view text) {
  ipcbench::ArmServer server(
      {.find_mechanism = [](std::string_view) { return nullptr; }, .scratch = nullptr});
  require(server.answer_to("hello oldest=1 newest=1").has_value());
  const auto answer = server.answer_to(text);
  if (!answer) return;
  check_text(*answer);
  require(ipcbench::parse_arm_line(*answer).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto line = ipcbench::parse_arm_line(text)) {
    check_line(*line);
  } else {
    require(!line.error().empty());
    check_text(line.error());
  }
  check_server(text);
  return 0;
}
