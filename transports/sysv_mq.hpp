// Two System V message queues, one for each direction.
#pragma once

#include <fmt/format.h>
#include <sys/msg.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/owned_name.hpp"
#include "base/syscall.hpp"
#include "base/system_files.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/address.hpp"

namespace ipcbench {

class SysvMq {
 public:
  class End {
   public:
    End(int in, int out, std::size_t message_bytes)
        : in_(in),
          out_(out),
          message_bytes_(message_bytes),
          letter_(new std::byte[sizeof(long) + message_bytes]) {}

    // The calls want the message behind its type in one piece, which costs a copy on each side.
    Status send(std::span<const std::byte> message) noexcept {
      if (message.size() != message_bytes_) return Status::failure("msgsnd", wrong_size);
      const long type = 1;
      std::memcpy(letter_.get(), &type, sizeof type);
      std::memcpy(letter_.get() + sizeof type, message.data(), message.size());
      if (retried([&] { return ::msgsnd(out_, letter_.get(), message.size(), 0); }) == 0) return {};
      return last_error("msgsnd");
    }

    Status receive(std::span<std::byte> message) noexcept {
      if (message.size() != message_bytes_) return Status::failure("msgrcv", wrong_size);
      const ssize_t got =
          retried([&] { return ::msgrcv(in_, letter_.get(), message.size(), 0, 0); });
      if (got < 0) return last_error("msgrcv");
      if (static_cast<std::size_t>(got) != message.size()) {
        return Status::failure("msgrcv", wrong_size);
      }
      std::memcpy(message.data(), letter_.get() + sizeof(long), message.size());
      return {};
    }

    [[nodiscard]] EffectiveSettings effective() const {
      msqid_ds facts{};
      if (::msgctl(out_, IPC_STAT, &facts) != 0) return {};
      return {{"queue_bytes", std::to_string(facts.msg_qbytes)}};
    }

   private:
    int in_;
    int out_;
    std::size_t message_bytes_;
    std::unique_ptr<std::byte[]> letter_;
  };

  static constexpr std::array tunables{Tunable{.name = "queue_bytes",
                                               .kind = Tunable::Kind::bytes,
                                               .usually = "kernel.msgmnb",
                                               .summary = "what a queue may hold: msg_qbytes"}};

  static constexpr Descriptor descriptor{
      .name = "sysv_mq",
      .summary = "two System V message queues (msgsnd, msgrcv)",
      .family = Family::message_queue,
      .framing = Framing::message,
      .reach = Reach::same_host,
      .peer_loss = PeerLoss::unnoticed,
      .leaves = Leaves::name,
      .senders = Senders::many,
      .copies = 4,
      .tunables = tunables,
  };

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    for (const char* name : {"msgmax", "msgmnb"}) {
      const auto limit = SystemFiles().number(fmt::format("/proc/sys/kernel/{}", name));
      if (limit && options.message_bytes > static_cast<std::size_t>(*limit)) {
        return fmt::format("above kernel.{} ({})", name, *limit);
      }
    }
    return queue_limit(options);
  }

  static Expected<SysvMq> open(const LinkOptions& options) {
    auto requests = create(options);
    if (!requests) return std::unexpected(requests.error());
    auto replies = create(options);
    if (!replies) return std::unexpected(replies.error());
    return SysvMq(std::move(*requests), std::move(*replies), options.message_bytes);
  }

  static Expected<SysvMq> join(std::string_view address, const LinkOptions& options) {
    auto requests = find(address_part(address, 0));
    if (!requests) return std::unexpected(requests.error());
    auto replies = find(address_part(address, 1));
    if (!replies) return std::unexpected(replies.error());
    return SysvMq(std::move(*requests), std::move(*replies), options.message_bytes);
  }

  [[nodiscard]] std::string address() const {
    return join_address({requests_.name.name(), replies_.name.name()});
  }

  Expected<End> attach(Side side) && {
    const bool client = side == Side::client;
    return End(client ? replies_.id : requests_.id, client ? requests_.id : replies_.id,
               message_bytes_);
  }

  /// A queue has no "last one out": removing it ends every use at once, so its owner keeps it.
  SysvMq residue() && { return std::move(*this); }

 private:
  // More than kernel.msgmnb takes a privilege; root is kept to it, too.
  static std::optional<std::string> queue_limit(const LinkOptions& options) {
    const auto asked = options.settings.number("queue_bytes");
    if (!asked) return {};
    const auto most = SystemFiles().number("/proc/sys/kernel/msgmnb");
    if (most && *asked > static_cast<std::uint64_t>(*most)) {
      return fmt::format("queue_bytes {} is above kernel.msgmnb ({})", *asked, *most);
    }
    if (options.message_bytes <= *asked) return {};
    return fmt::format("above queue_bytes ({})", *asked);
  }

  static Expected<SysvObject> create(const LinkOptions& options) {
    auto queue = create_sysv(*options.scratch, ObjectKind::sysv_queue, "msgget",
                             [](key_t key, int flags) { return ::msgget(key, flags); });
    const auto bytes = options.settings.number("queue_bytes");
    if (!queue || !bytes) return queue;
    msqid_ds facts{};
    if (::msgctl(queue->id, IPC_STAT, &facts) != 0) return unexpected_errno("msgctl(IPC_STAT)");
    facts.msg_qbytes = *bytes;
    if (::msgctl(queue->id, IPC_SET, &facts) != 0) return unexpected_errno("msgctl(IPC_SET)");
    return queue;
  }

  static Expected<SysvObject> find(std::string_view key) {
    SysvObject queue{.id = -1, .name = OwnedName::borrowed(key)};
    queue.id = ::msgget(queue.name.key(), 0);
    if (queue.id < 0) return unexpected_errno("msgget");
    return queue;
  }

  SysvMq(SysvObject requests, SysvObject replies, std::size_t message_bytes)
      : requests_(std::move(requests)),
        replies_(std::move(replies)),
        message_bytes_(message_bytes) {}

  SysvObject requests_;
  SysvObject replies_;
  std::size_t message_bytes_;
};

}  // namespace ipcbench
