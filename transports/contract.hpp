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
//   - `End::effective()`: the tunables as the kernel has them now, read back from it.
//   - `residue() &&`: what must outlive the attachment because nobody but its owner removes it.
//
// The message contract, the same for all: when `receive` returns, the whole message lies in the
// receiver's private buffer. Shared memory pays its two copies for that.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// Whether one receiver can wait for several senders. `one`: no, a message is found only where its
/// one sender puts it. `link_each`: each sender has a link of its own, and the receiver polls them.
/// `many`: they share what carries the messages. Of a byte stream that several share, a message
/// stays whole up to PIPE_BUF bytes: pipe(7).
enum class Senders { one, link_each, many };

/// What a process killed between `open` and `attach` leaves behind until `ipcbench clean`.
enum class Leaves { nothing, name };

/// Something of a mechanism that a user may set: `--set pipe.capacity=1M`.
struct Tunable {
  enum class Kind { bytes, count, on_off };

  std::string_view name;
  Kind kind;
  std::string_view usually;  ///< what it is when nobody sets it: "the kernel's 65536"
  std::string_view summary;
  /// What a killed process leaves behind where this switch is on; nothing: as the descriptor says.
  std::optional<Leaves> leaves_if_on = {};
};

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
  Senders senders = Senders::one;
  /// Times that a message's bytes are copied on their way, kernel and user space together.
  unsigned copies;
  /// Largest message of any machine; 0: no limit of its own. This machine's limit may be lower.
  std::size_t largest_message = 0;
  std::span<const Tunable> tunables = {};
};

/// What was set of a mechanism's tunables: name and canonical value ("1048576", "on", "off").
class Settings {
 public:
  using Setting = std::pair<std::string, std::string>;

  void set(std::string_view name, std::string_view value);
  /// A number, if it was set.
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const;
  /// A switch, if it was set.
  [[nodiscard]] std::optional<bool> on(std::string_view name) const;
  /// Sorted by name.
  [[nodiscard]] const std::vector<Setting>& all() const { return settings_; }
  [[nodiscard]] bool empty() const { return settings_.empty(); }
  bool operator==(const Settings&) const = default;

 private:
  [[nodiscard]] const std::string* find(std::string_view name) const;

  std::vector<Setting> settings_;
};

/// What the kernel says of an end's tunables: name and value as in Settings.
using EffectiveSettings = std::vector<Settings::Setting>;

enum class Side { client, server };

[[nodiscard]] constexpr Side other(Side side) {
  return side == Side::client ? Side::server : Side::client;
}

/// What a link is made for. Requests flow from client to server, replies back.
struct LinkOptions {
  std::size_t message_bytes = 64;
  /// Messages in flight before `send` waits, where the mechanism lets us choose; 0: its default.
  std::size_t depth = 0;
  Settings settings = {};
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
