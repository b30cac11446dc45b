// The words for a descriptor's fields: the same in every table and file.
#pragma once

#include <string_view>

#include "transports/contract.hpp"

namespace ipcbench {

[[nodiscard]] constexpr std::string_view name_of(Family family) {
  switch (family) {
    case Family::pipe:
      return "pipe";
    case Family::unix_socket:
      return "unix socket";
    case Family::inet_socket:
      return "inet socket";
    case Family::message_queue:
      return "message queue";
    case Family::shared_memory:
      return "shared memory";
    case Family::floor:
      return "floor";
  }
  return "";
}

[[nodiscard]] constexpr std::string_view name_of(Framing framing) {
  return framing == Framing::byte_stream ? "byte stream" : "message";
}

[[nodiscard]] constexpr std::string_view name_of(Delivery delivery) {
  return delivery == Delivery::reliable ? "reliable" : "may drop";
}

[[nodiscard]] constexpr std::string_view name_of(Reach reach) {
  switch (reach) {
    case Reach::related:
      return "related";
    case Reach::same_host:
      return "same host";
    case Reach::network:
      return "network";
  }
  return "";
}

[[nodiscard]] constexpr std::string_view name_of(Waiting waiting) {
  switch (waiting) {
    case Waiting::blocks:
      return "blocks";
    case Waiting::spins:
      return "spins";
  }
  return "";
}

[[nodiscard]] constexpr std::string_view name_of(PeerLoss peer_loss) {
  switch (peer_loss) {
    case PeerLoss::reported:
      return "reported";
    case PeerLoss::reported_to_sender:
      return "reported to sender";
    case PeerLoss::unnoticed:
      return "unnoticed";
  }
  return "";
}

[[nodiscard]] constexpr std::string_view name_of(Leaves leaves) {
  return leaves == Leaves::nothing ? "nothing" : "a name";
}

[[nodiscard]] constexpr std::string_view name_of(Senders senders) {
  switch (senders) {
    case Senders::one:
      return "one";
    case Senders::link_each:
      return "a link each";
    case Senders::many:
      return "many";
  }
  return "";
}

[[nodiscard]] constexpr std::string_view name_of(Tunable::Kind kind) {
  switch (kind) {
    case Tunable::Kind::bytes:
      return "bytes";
    case Tunable::Kind::count:
      return "count";
    case Tunable::Kind::on_off:
      return "on_off";
  }
  return "";
}

}  // namespace ipcbench
