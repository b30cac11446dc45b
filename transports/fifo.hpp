// Two FIFOs, one for each direction, opened by name.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "base/owned_name.hpp"
#include "base/syscall.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/address.hpp"
#include "transports/endpoints/byte_stream.hpp"
#include "transports/endpoints/pipe_capacity.hpp"

namespace ipcbench {

class Fifo {
 public:
  using End = ByteStreamEnd;

  static constexpr Descriptor descriptor{
      .name = "fifo",
      .summary = "two named pipes, opened by path",
      .family = Family::pipe,
      .framing = Framing::byte_stream,
      .reach = Reach::same_host,
      .peer_loss = PeerLoss::reported,
      .leaves = Leaves::name,
      .senders = Senders::many,
      .copies = 2,
      .tunables = pipe_tunables,
  };

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return pipe_capacity_limit(options.settings);
  }

  static Expected<Fifo> open(const LinkOptions& options) {
    auto requests = make_fifo(*options.scratch);
    if (!requests) return std::unexpected(requests.error());
    auto replies = make_fifo(*options.scratch);
    if (!replies) return std::unexpected(replies.error());
    return Fifo(std::move(*requests), std::move(*replies), options.settings);
  }

  static Expected<Fifo> join(std::string_view address, const LinkOptions& options) {
    return Fifo(OwnedName::borrowed(address_part(address, 0)),
                OwnedName::borrowed(address_part(address, 1)), options.settings);
  }

  [[nodiscard]] std::string address() const {
    return join_address({requests_.name(), replies_.name()});
  }

  Expected<End> attach(Side side) && {
    const bool client = side == Side::client;
    // open(2) blocks until the other end is opened too, so both sides open the request FIFO
    // first; the opposite order would deadlock.
    auto requests = open_end(requests_, client ? O_WRONLY : O_RDONLY);
    if (!requests) return std::unexpected(requests.error());
    auto replies = open_end(replies_, client ? O_RDONLY : O_WRONLY);
    if (!replies) return std::unexpected(replies.error());
    if (client) return End(std::move(*replies), std::move(*requests));
    return End(std::move(*requests), std::move(*replies));
  }

 private:
  static Expected<OwnedName> make_fifo(Scratch& scratch) {
    OwnedName path = OwnedName::path_in(scratch, "fifo");
    if (::mkfifo(path.name().c_str(), 0600) != 0) return unexpected_errno("mkfifo", path.name());
    return path;
  }

  [[nodiscard]] Expected<Fd> open_end(const OwnedName& path, int mode) const {
    Fd fd(retried([&] { return ::open(path.name().c_str(), mode | O_CLOEXEC); }));
    if (!fd.valid()) return unexpected_errno("open", path.name());
    // Both sides set it, so it is there before either begins; the pipe is new with each opening.
    if (const auto set = set_pipe_capacity(fd, settings_); !set)
      return std::unexpected(set.error());
    return fd;
  }

  Fifo(OwnedName requests, OwnedName replies, Settings settings)
      : requests_(std::move(requests)),
        replies_(std::move(replies)),
        settings_(std::move(settings)) {}

  OwnedName requests_;
  OwnedName replies_;
  Settings settings_;
};

}  // namespace ipcbench
