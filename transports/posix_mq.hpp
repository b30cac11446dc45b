// Two POSIX message queues, one for each direction.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <mqueue.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "base/owned_name.hpp"
#include "base/syscall.hpp"
#include "base/system_files.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/address.hpp"
#include "transports/endpoints/depth.hpp"

namespace ipcbench {

class PosixMq {
 public:
  class End {
   public:
    End(Fd in, Fd out) : in_(std::move(in)), out_(std::move(out)) {}

    Status send(std::span<const std::byte> message) noexcept {
      const char* data = reinterpret_cast<const char*>(message.data());
      if (retried([&] { return ::mq_send(out_.get(), data, message.size(), 0); }) == 0) return {};
      return last_error("mq_send");
    }

    // mq_receive(3) wants a buffer of the queue's message size, which is this one's exactly.
    Status receive(std::span<std::byte> message) noexcept {
      char* data = reinterpret_cast<char*>(message.data());
      const ssize_t got =
          retried([&] { return ::mq_receive(in_.get(), data, message.size(), nullptr); });
      if (got < 0) return last_error("mq_receive");
      if (static_cast<std::size_t>(got) == message.size()) return {};
      return Status::failure("mq_receive", wrong_size);
    }

    [[nodiscard]] EffectiveSettings effective() const {
      mq_attr attributes{};
      if (::mq_getattr(out_.get(), &attributes) != 0) return {};
      return {{"depth", std::to_string(attributes.mq_maxmsg)},
              {"message_bytes", std::to_string(attributes.mq_msgsize)}};
    }

   private:
    Fd in_;  // on Linux a queue descriptor is a file descriptor
    Fd out_;
  };

  static constexpr std::array tunables{depth_tunable("10, or fs.mqueue.msg_max")};

  static constexpr Descriptor descriptor{
      .name = "posix_mq",
      .summary = "two POSIX message queues (mq_send, mq_receive)",
      .family = Family::message_queue,
      .framing = Framing::message,
      .reach = Reach::same_host,
      .peer_loss = PeerLoss::unnoticed,
      .leaves = Leaves::name,
      .senders = Senders::many,
      .copies = 2,
      .tunables = tunables,
  };

  // root may go beyond the sysctls; they are kept to all the same, so that everybody measures the
  // same cells on the same machine.
  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    const auto largest = limit("msgsize_max", options.message_bytes);
    if (options.message_bytes > largest) {
      return fmt::format("above fs.mqueue.msgsize_max ({})", largest);
    }
    if (asked_depth(options) > deepest()) {
      return fmt::format("depth {} is above fs.mqueue.msg_max ({})", asked_depth(options),
                         deepest());
    }
    rlimit quota{};
    const std::size_t needed = 2 * depth(options) * (options.message_bytes + bookkeeping_bytes);
    if (::getrlimit(RLIMIT_MSGQUEUE, &quota) == 0 && quota.rlim_cur < needed) {
      return fmt::format("two queues need {} bytes, RLIMIT_MSGQUEUE is {} (ulimit -q)", needed,
                         quota.rlim_cur);
    }
    return {};
  }

  static Expected<PosixMq> open(const LinkOptions& options) {
    auto requests = create(options);
    if (!requests) return std::unexpected(requests.error());
    auto replies = create(options);
    if (!replies) return std::unexpected(replies.error());
    return PosixMq(std::move(*requests), std::move(*replies));
  }

  static Expected<PosixMq> join(std::string_view address, const LinkOptions&) {
    return PosixMq(OwnedName::borrowed(address_part(address, 0)),
                   OwnedName::borrowed(address_part(address, 1)));
  }

  [[nodiscard]] std::string address() const {
    return join_address({requests_.name(), replies_.name()});
  }

  Expected<End> attach(Side side) && {
    const bool client = side == Side::client;
    auto in = open_end(client ? replies_ : requests_, O_RDONLY);
    if (!in) return std::unexpected(in.error());
    auto out = open_end(client ? requests_ : replies_, O_WRONLY);
    if (!out) return std::unexpected(out.error());
    return End(std::move(*in), std::move(*out));
  }

 private:
  static constexpr std::size_t usual_depth = 10;
  // What the kernel charges for a queued message besides its bytes, see mqueue_get_inode().
  static constexpr std::size_t bookkeeping_bytes = 64;

  static std::size_t limit(const char* name, std::size_t otherwise) {
    const auto number = SystemFiles().number(fmt::format("/proc/sys/fs/mqueue/{}", name));
    return number ? static_cast<std::size_t>(*number) : otherwise;
  }
  static std::size_t deepest() { return limit("msg_max", usual_depth); }
  static std::size_t depth(const LinkOptions& options) {
    const std::size_t asked = asked_depth(options);
    return asked != 0 ? asked : std::min(usual_depth, deepest());
  }

  static Expected<OwnedName> create(const LinkOptions& options) {
    auto name = OwnedName::reserve(*options.scratch, ObjectKind::message_queue);
    if (!name) return name;
    mq_attr attributes{};
    attributes.mq_maxmsg = static_cast<long>(depth(options));
    attributes.mq_msgsize = static_cast<long>(options.message_bytes);
    const Fd queue(
        ::mq_open(name->name().c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600, &attributes));
    if (!queue.valid()) {
      const int code = errno;
      name->forget();
      const bool quota = code == EMFILE;
      return std::unexpected(
          Error{.call = "mq_open",
                .code = code,
                .hint = quota ? "RLIMIT_MSGQUEUE counts all queues of this user" : ""});
    }
    return name;
  }

  static Expected<Fd> open_end(const OwnedName& name, int mode) {
    Fd queue(::mq_open(name.name().c_str(), mode | O_CLOEXEC));
    if (!queue.valid()) return unexpected_errno("mq_open", name.name());
    return queue;
  }

  PosixMq(OwnedName requests, OwnedName replies)
      : requests_(std::move(requests)), replies_(std::move(replies)) {}

  OwnedName requests_;
  OwnedName replies_;
};

}  // namespace ipcbench
