// A link of two rings: a memory to lie in, and a waiter to sleep with. A mechanism is an alias.
#pragma once

#include <new>
#include <optional>
#include <string>
#include <utility>

#include "transports/contract.hpp"
#include "transports/endpoints/depth.hpp"
#include "transports/endpoints/memory/memory.hpp"
#include "transports/endpoints/ring.hpp"

namespace ipcbench {

/// Both ends of one process: it sends into one ring and receives from the other.
template <class View, Waiter W>
class RingEnd {
 public:
  RingEnd(View view, RingSender<W> sender, RingReceiver<W> receiver, EffectiveSettings effective)
      : view_(std::move(view)),
        sender_(std::move(sender)),
        receiver_(std::move(receiver)),
        effective_(std::move(effective)) {}

  Status send(std::span<const std::byte> message) noexcept { return sender_.send(message); }
  Status receive(std::span<std::byte> message) noexcept { return receiver_.receive(message); }
  [[nodiscard]] const EffectiveSettings& effective() const { return effective_; }

 private:
  View view_;
  RingSender<W> sender_;
  RingReceiver<W> receiver_;
  EffectiveSettings effective_;
};

/// Where the two rings lie in the memory: header and slots of the requests, then of the replies.
template <Waiter W>
class RingPair {
 public:
  explicit RingPair(const LinkOptions& options)
      : shape_(RingShape::of(options.message_bytes, asked_depth(options))) {}

  [[nodiscard]] constexpr std::size_t bytes() const { return 2 * ring_bytes(); }

  [[nodiscard]] EffectiveSettings effective() const {
    return {{"depth", std::to_string(shape_.slots)},
            {"slot_bytes", std::to_string(shape_.stride())}};
  }

  Status construct(std::byte* memory) const {
    for (const unsigned ring : {0U, 1U}) {
      auto* header = new (header_at(memory, ring)) RingHeader<W>();
      if (const Status s = construct_shared<W>(header->ready); !s.ok()) return s;
      if (const Status s = construct_shared<W>(header->space); !s.ok()) return s;
      std::memset(slots_at(memory, ring), 0, shape_.slot_bytes());
    }
    return {};
  }

  /// The ring that this side sends into, or receives from.
  template <class RingSide>
  Expected<RingSide> attach(std::byte* memory, unsigned ring,
                            const typename W::Source& source) const {
    RingHeader<W>& header =
        *std::launder(reinterpret_cast<RingHeader<W>*>(header_at(memory, ring)));
    auto ready = W::attach(source, header.ready,
                           ring == 0 ? WaiterRole::request_ready : WaiterRole::reply_ready);
    if (!ready) return std::unexpected(ready.error());
    auto space = W::attach(source, header.space,
                           ring == 0 ? WaiterRole::request_space : WaiterRole::reply_space);
    if (!space) return std::unexpected(space.error());
    return RingSide(header, RingSlots(slots_at(memory, ring), shape_), std::move(*ready),
                    std::move(*space));
  }

 private:
  [[nodiscard]] constexpr std::size_t ring_bytes() const {
    const std::size_t bytes = sizeof(RingHeader<W>) + shape_.slot_bytes();
    return (bytes + no_sharing - 1) / no_sharing * no_sharing;
  }
  [[nodiscard]] std::byte* header_at(std::byte* memory, unsigned ring) const {
    return memory + ring * ring_bytes();
  }
  [[nodiscard]] std::byte* slots_at(std::byte* memory, unsigned ring) const {
    return header_at(memory, ring) + sizeof(RingHeader<W>);
  }

  RingShape shape_;
};

/// A waiter whose source must not be removed while the ends are in use.
template <class W>
concept OutlivesAttach = W::Source::outlives_attach;

template <const Descriptor& description, Memory M, Waiter W>
class SharedRing {
  using Source = typename W::Source;

 public:
  using End = RingEnd<typename M::View, W>;
  static constexpr const Descriptor& descriptor = description;

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    const std::size_t bytes = RingPair<W>(options).bytes();
    if (bytes > most_bytes) {
      return fmt::format("two rings of {} MiB, at most {} MiB are allowed", bytes / mib,
                         most_bytes / mib);
    }
    return M::unsupported_reason(bytes);
  }

  static Expected<SharedRing> open(const LinkOptions& options) {
    const RingPair<W> rings(options);
    auto memory = M::create(*options.scratch, rings.bytes());
    if (!memory) return std::unexpected(memory.error());
    auto source = W::Source::create(*options.scratch);
    if (!source) return std::unexpected(source.error());
    auto view = memory->map();
    if (!view) return std::unexpected(view.error());
    if (const Status s = rings.construct(view->data()); !s.ok()) return std::unexpected(s.error());
    return SharedRing(rings, std::move(*memory), std::move(*source));
  }

  static Expected<SharedRing> join(std::string_view address, const LinkOptions& options)
    requires requires(const M& memory) { memory.address(); }
  {
    const RingPair<W> rings(options);
    const std::size_t end_of_memory = address.find('\n');
    auto memory = M::join(address.substr(0, end_of_memory), rings.bytes());
    if (!memory) return std::unexpected(memory.error());
    auto source = W::Source::join(address.substr(end_of_memory + 1));
    if (!source) return std::unexpected(source.error());
    return SharedRing(rings, std::move(*memory), std::move(*source));
  }

  [[nodiscard]] std::string address() const
    requires requires(const M& memory) { memory.address(); }
  {
    return memory_.address() + "\n" + source_.address();
  }

  Expected<End> attach(Side side) && {
    auto view = memory_.map();
    if (!view) return std::unexpected(view.error());
    const bool client = side == Side::client;
    std::byte* memory = view->data();
    auto sender = rings_.template attach<RingSender<W>>(memory, client ? 0 : 1, source_);
    if (!sender) return std::unexpected(sender.error());
    auto receiver = rings_.template attach<RingReceiver<W>>(memory, client ? 1 : 0, source_);
    if (!receiver) return std::unexpected(receiver.error());
    EffectiveSettings effective = rings_.effective();
    if constexpr (requires { memory_.filesystem(); }) {
      effective.emplace_back("filesystem", memory_.filesystem());
    }
    return End(std::move(*view), std::move(*sender), std::move(*receiver), std::move(effective));
  }

  Source residue() &&
    requires OutlivesAttach<W>
  {
    return std::move(source_);
  }

 private:
  // A deep ring of large messages must not fill the machine's memory or its disk.
  static constexpr std::size_t mib = 1024 * 1024;
  static constexpr std::size_t most_bytes = 1024 * mib;

  SharedRing(RingPair<W> rings, M memory, Source source)
      : rings_(rings), memory_(std::move(memory)), source_(std::move(source)) {}

  RingPair<W> rings_;
  M memory_;
  Source source_;
};

}  // namespace ipcbench
