// An end made of one socket that keeps message boundaries: dgram, seqpacket, UDP.
#pragma once

#include <sys/socket.h>

#include <span>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/syscall.hpp"
#include "transports/endpoints/kernel_settings.hpp"

namespace ipcbench {

class PacketEnd {
 public:
  explicit PacketEnd(Fd socket) : socket_(std::move(socket)) {}

  Status send(std::span<const std::byte> message) noexcept {
    const ssize_t sent = retried(
        [&] { return ::send(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL); });
    if (sent < 0) return last_error("send");
    return whole(sent, message.size(), "send");
  }

  Status receive(std::span<std::byte> message) noexcept {
    Status status = receive_until_tick(message);
    while (status.code() == EINTR) status = receive_until_tick(message);
    return status;
  }

  /// Like receive, but a signal ends the wait: the packet may never come.
  Status receive_until_tick(std::span<std::byte> message) noexcept {
    // MSG_TRUNC: the true size of a packet that is too long, not what fitted.
    const ssize_t got = ::recv(socket_.get(), message.data(), message.size(), MSG_TRUNC);
    if (got < 0) return last_error("recv");
    // A packet socket has no empty messages here, so 0 is the end of a seqpacket connection.
    if (got == 0) return Status::failure("recv", peer_closed);
    return whole(got, message.size(), "recv");
  }

  [[nodiscard]] EffectiveSettings effective() const { return kernel_settings(socket_); }

 private:
  static Status whole(ssize_t moved, std::size_t expected, const char* call) noexcept {
    if (static_cast<std::size_t>(moved) == expected) return {};
    return Status::failure(call, wrong_size);
  }

  Fd socket_;
};

}  // namespace ipcbench
