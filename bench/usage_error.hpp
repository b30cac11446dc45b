// Bad input: one line that says what is wrong and what would be right. Exit code 2.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.hpp"

namespace ipcbench {

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a command cannot do without.
template <class T>
T value_or_throw(Expected<T> expected) {
  if (!expected) throw UsageError(expected.error().message());
  return std::move(*expected);
}

/// Exit codes of every sub-command.
namespace exit_code {
inline constexpr int fine = 0;
inline constexpr int regression = 1;    ///< of a comparison
inline constexpr int failed = 2;        ///< bad input, an error, or nothing to measure
inline constexpr int unfit = 3;         ///< the doctor's verdict on the machine
inline constexpr int inconclusive = 3;  ///< a comparison that showed nothing
inline constexpr int incomparable = 4;  ///< two results of different machines
inline constexpr int signal_base = 128;
}  // namespace exit_code

}  // namespace ipcbench
