// Two Boost.Interprocess message queues, one for each direction.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <boost/interprocess/ipc/message_queue.hpp>

#include "base/owned_name.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/address.hpp"
#include "transports/endpoints/boost_error.hpp"
#include "transports/endpoints/depth.hpp"
#include "transports/endpoints/memory/memory.hpp"
#include "transports/endpoints/ring.hpp"

namespace ipcbench {

class BoostMq {
  using Queue = boost::interprocess::message_queue;

 public:
  class End {
   public:
    End(std::unique_ptr<Queue> in, std::unique_ptr<Queue> out)
        : in_(std::move(in)), out_(std::move(out)) {}

    Status send(std::span<const std::byte> message) noexcept {
      return boost_status("message_queue::send",
                          [&] { out_->send(message.data(), message.size(), 0); });
    }

    Status receive(std::span<std::byte> message) noexcept {
      Queue::size_type got = 0;
      unsigned priority = 0;
      const Status status = boost_status("message_queue::receive", [&] {
        in_->receive(message.data(), message.size(), got, priority);
      });
      if (!status.ok() || got == message.size()) return status;
      return Status::failure("message_queue::receive", wrong_size);
    }

    [[nodiscard]] EffectiveSettings effective() const {
      return {{"depth", std::to_string(out_->get_max_msg())},
              {"message_bytes", std::to_string(out_->get_max_msg_size())}};
    }

   private:
    std::unique_ptr<Queue> in_;
    std::unique_ptr<Queue> out_;
  };

  static constexpr Descriptor descriptor{
      .name = "boost_mq",
      .summary = "Boost.Interprocess message_queue in shared memory",
      .family = Family::message_queue,
      .framing = Framing::message,
      .reach = Reach::same_host,
      .peer_loss = PeerLoss::unnoticed,
      .leaves = Leaves::name,
      .senders = Senders::many,
      .copies = 2,
      .tunables = ring_tunables,
  };

  // Boost formats the memory while it makes it; without room that would be a SIGBUS.
  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    const std::size_t queue_bytes =
        depth(options) * (options.message_bytes + header_bytes) + header_bytes;
    return no_room_in("/dev/shm", 2 * queue_bytes);
  }

  static Expected<BoostMq> open(const LinkOptions& options) {
    auto requests = create(options);
    if (!requests) return std::unexpected(requests.error());
    auto replies = create(options);
    if (!replies) return std::unexpected(replies.error());
    return BoostMq(std::move(*requests), std::move(*replies));
  }

  static Expected<BoostMq> join(std::string_view address, const LinkOptions&) {
    return BoostMq(OwnedName::borrowed(address_part(address, 0)),
                   OwnedName::borrowed(address_part(address, 1)));
  }

  [[nodiscard]] std::string address() const {
    return join_address({requests_.name(), replies_.name()});
  }

  Expected<End> attach(Side side) && {
    const bool client = side == Side::client;
    auto in = open_queue(client ? replies_ : requests_);
    if (!in) return std::unexpected(in.error());
    auto out = open_queue(client ? requests_ : replies_);
    if (!out) return std::unexpected(out.error());
    return End(std::move(*in), std::move(*out));
  }

 private:
  // More than Boost takes for a message and for the queue; what it takes exactly is its secret.
  static constexpr std::size_t header_bytes = 256;

  static std::size_t depth(const LinkOptions& options) {
    return RingShape::of(options.message_bytes, asked_depth(options)).slots;
  }

  static Expected<OwnedName> create(const LinkOptions& options) {
    auto name = OwnedName::reserve(*options.scratch, ObjectKind::shared_memory);
    if (!name) return name;
    const auto made = boost_expected("message_queue", [&] {
      const Queue queue(boost::interprocess::create_only, name->name().c_str(), depth(options),
                        options.message_bytes);
      return true;
    });
    if (!made) {
      if (made.error().code == EEXIST) name->forget();
      return std::unexpected(made.error());
    }
    return name;
  }

  static Expected<std::unique_ptr<Queue>> open_queue(const OwnedName& name) {
    return boost_expected("message_queue", [&] {
      return std::make_unique<Queue>(boost::interprocess::open_only, name.name().c_str());
    });
  }

  BoostMq(OwnedName requests, OwnedName replies)
      : requests_(std::move(requests)), replies_(std::move(replies)) {}

  OwnedName requests_;
  OwnedName replies_;
};

}  // namespace ipcbench
