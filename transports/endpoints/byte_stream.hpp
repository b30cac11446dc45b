// An end made of two byte streams: pipes, FIFOs, stream sockets.
#pragma once

#include <unistd.h>

#include <span>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/syscall.hpp"
#include "transports/endpoints/kernel_settings.hpp"

namespace ipcbench {

/// Both sides know the message size, so the stream needs no length prefix. A short transfer is the
/// normal case here: a pipe takes 64 KiB at a time, a socket what its buffer has room for.
class ByteStreamEnd {
 public:
  ByteStreamEnd(Fd in, Fd out) : in_(std::move(in)), out_(std::move(out)) {}
  /// One descriptor for both directions: a socket.
  explicit ByteStreamEnd(Fd both) : in_(std::move(both)) {}

  Status send(std::span<const std::byte> message) noexcept {
    const int fd = out_.valid() ? out_.get() : in_.get();
    while (!message.empty()) {
      const ssize_t written = retried([&] { return ::write(fd, message.data(), message.size()); });
      if (written < 0) return last_error("write");
      message = message.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }

  Status receive(std::span<std::byte> message) noexcept {
    while (!message.empty()) {
      const ssize_t got =
          retried([&] { return ::read(in_.get(), message.data(), message.size()); });
      if (got < 0) return last_error("read");
      if (got == 0) return Status::failure("read", peer_closed);
      message = message.subspan(static_cast<std::size_t>(got));
    }
    return {};
  }

  [[nodiscard]] EffectiveSettings effective() const {
    return kernel_settings(out_.valid() ? out_ : in_);
  }

 private:
  Fd in_;
  Fd out_;
};

}  // namespace ipcbench
