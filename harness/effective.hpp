// How an end's effective tunables come from a participant to the coordinator.
#pragma once

#include "harness/protocol.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

/// The answer to `attach`: "capacity=65536;..." in its text. Nothing is ever cut off: what does not
/// fit makes it a failure.
[[nodiscard]] Reply reply_with(const EffectiveSettings& effective);
/// What such an answer says.
[[nodiscard]] EffectiveSettings effective_in(const Reply& reply);
/// What both sides say as one list: the client's, and the server's where it says something else.
[[nodiscard]] EffectiveSettings effective_of_pair(const Reply& client, const Reply& server);

}  // namespace ipcbench
