// Errors that name the failing call: Error for set-up, Status for the hot path.
#pragma once

#include <cerrno>
#include <expected>
#include <string>
#include <utility>

namespace ipcbench {

/// Why something could not be set up: the call, its errno, and what the person can do about it.
struct Error {
  std::string call;
  int code = 0;
  std::string hint = {};

  /// "mq_open: Invalid argument (fs.mqueue.msgsize_max is 8192)"
  [[nodiscard]] std::string message() const;
};

template <class T>
using Expected = std::expected<T, Error>;

/// The outcome of one send or receive: fits into two registers, allocates nothing.
class [[nodiscard]] Status {
 public:
  constexpr Status() = default;

  /// `call` must be a string literal; it is kept by address.
  static constexpr Status failure(const char* call, int code) { return {call, code}; }

  [[nodiscard]] constexpr bool ok() const { return call_ == nullptr; }
  [[nodiscard]] constexpr const char* call() const { return call_; }
  [[nodiscard]] constexpr int code() const { return code_; }
  [[nodiscard]] Error error() const { return {.call = call_, .code = code_}; }

 private:
  constexpr Status(const char* call, int code) : call_(call), code_(code) {}

  const char* call_ = nullptr;
  int code_ = 0;
};

/// The Status of a call that has just set errno.
[[nodiscard]] inline Status last_error(const char* call) {
  return Status::failure(call, errno);
}

/// The same for set-up code: `return unexpected_errno("socket");`
[[nodiscard]] inline std::unexpected<Error> unexpected_errno(const char* call,
                                                             std::string hint = {}) {
  return std::unexpected(Error{.call = call, .code = errno, .hint = std::move(hint)});
}

/// The peer closed its end: what a stream reports as "end of file", which has no errno of its own.
inline constexpr int peer_closed = ECONNRESET;

/// A message of another size than agreed, from the peer or from the caller.
inline constexpr int wrong_size = EBADMSG;

}  // namespace ipcbench
