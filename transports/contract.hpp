// The contract: what a mechanism is. Read this first, then pipe.hpp.
//
// A mechanism is one plain class, one file, one name. It has
//   - `descriptor`: what a user must know of it. Each field is checked by a conformance test.
//   - `open(options)`: makes the link, before the fork.
//   - `attach(side) &&`: after the fork, once in each process; consumes the link, so that the ends
//     which this process does not use are closed and a dead peer is noticed.
//   - an `End` with `send` and `receive`: one whole message each, EINTR and short transfers
//     handled inside, a Status back, no exception.
// and, where it applies,
//   - `unsupported_reason(options)`: what this machine cannot do. Unsupported is skipped with the
//     reason; an `open` that fails otherwise is an error. No size is ever clamped silently.
//   - `address()` and `join(address, options)`: for processes that are not related by fork.
//   - `residue() &&`: what must outlive the attachment because nobody but its owner removes it.
//
// The message contract, the same for all: when `receive` returns, the whole message lies in the
// receiver's private buffer. Shared memory pays its two copies for that.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/scratch.hpp"

namespace ipcbench {

/// Mechanisms of a family are drawn in one colour; `floor` rows are outside the ranking.
enum class Family { pipe, unix_socket, inet_socket, message_queue, shared_memory, floor };

/// Whether the kernel keeps message boundaries or the receiver must know the length.
enum class Framing { byte_stream, message };

enum class Delivery { reliable, may_drop };

/// Who can be the peer: a process that inherited the link, one that knows a name, another machine.
enum class Reach { related, same_host, network };

/// How a receiver waits for a message that is not there yet.
enum class Waiting { blocks, spins };

/// What happens when the peer is dead: both calls tell, only a send tells, or nobody tells.
enum class PeerLoss { reported, reported_to_sender, unnoticed };

/// What a process killed between `open` and `attach` leaves behind until `ipcbench clean`.
enum class Leaves { nothing, name };

struct Descriptor {
  std::string_view name;     ///< file = class = command line key = row
  std::string_view summary;  ///< one line
  Family family;
  Framing framing;
  Delivery delivery = Delivery::reliable;
  Reach reach;
  Waiting waiting = Waiting::blocks;
  PeerLoss peer_loss;
  Leaves leaves = Leaves::nothing;
  /// Times that a message's bytes are copied on their way, kernel and user space together.
  unsigned copies;
  /// Largest message of any machine; 0: no limit of its own. This machine's limit may be lower.
  std::size_t largest_message = 0;
};

enum class Side { client, server };

[[nodiscard]] constexpr Side other(Side side) {
  return side == Side::client ? Side::server : Side::client;
}

/// What a link is made for. Requests flow from client to server, replies back.
struct LinkOptions {
  std::size_t message_bytes = 64;
  /// Messages in flight before `send` waits, where the mechanism lets us choose; 0: its default.
  std::size_t depth = 0;
  /// Where names come from, and who removes them.
  Scratch* scratch = nullptr;
};

template <class T>
concept Endpoint =
    std::movable<T> && requires(T end, std::span<const std::byte> out, std::span<std::byte> in) {
      { end.send(out) } noexcept -> std::same_as<Status>;
      { end.receive(in) } noexcept -> std::same_as<Status>;
    };

/// An end whose messages may get lost: a receiver must be able to give up.
/// `receive_until_tick` is `receive`, but a signal that interrupts it ends it with EINTR.
template <class T>
concept LossyEndpoint = Endpoint<T> && requires(T end, std::span<std::byte> in) {
  { end.receive_until_tick(in) } noexcept -> std::same_as<Status>;
};

template <class T>
concept Transport =
    std::movable<T> &&
    requires(T link, const LinkOptions& options, Side side) {
      typename T::End;
      { T::descriptor } -> std::convertible_to<const Descriptor&>;
      { T::open(options) } -> std::same_as<Expected<T>>;
      { std::move(link).attach(side) } -> std::same_as<Expected<typename T::End>>;
    } && Endpoint<typename T::End> &&
    (T::descriptor.delivery == Delivery::reliable || LossyEndpoint<typename T::End>);

/// A link that a process without a common ancestor can join, given its address.
template <class T>
concept Joinable = Transport<T> && requires(const T& link, const LinkOptions& options) {
  { link.address() } -> std::same_as<std::string>;
  { T::join(std::string_view{}, options) } -> std::same_as<Expected<T>>;
};

/// Why this mechanism cannot carry these messages on this machine, or nothing.
template <Transport T>
[[nodiscard]] std::optional<std::string> unsupported_reason(const LinkOptions& options) {
  constexpr std::size_t largest = T::descriptor.largest_message;
  if (largest != 0 && options.message_bytes > largest) {
    return "a message holds at most " + std::to_string(largest) + " bytes";
  }
  if constexpr (requires { T::unsupported_reason(options); }) {
    return T::unsupported_reason(options);
  } else {
    return {};
  }
}

}  // namespace ipcbench
