// The process without a common ancestor: what it is started with, and what it does.
#pragma once

#include <string>
#include <string_view>

#include "transports/contract.hpp"

namespace ipcbench::conformance {

inline constexpr unsigned joined_messages = 100;

/// In a child: becomes a new program that joins the link and talks as its client.
[[noreturn]] void become_joiner(std::string_view mechanism, const std::string& address,
                                std::size_t message_bytes);

/// In that program.
[[noreturn]] void live_as_joiner(int argc, char** argv);

}  // namespace ipcbench::conformance
