// The tunable `capacity` of pipes and FIFOs.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/system_files.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

inline constexpr std::array pipe_tunables{
    Tunable{.name = "capacity",
            .kind = Tunable::Kind::bytes,
            .usually = "the kernel's 64k",
            .summary = "of each pipe; rounded up to a power of two of pages"}};

/// Why a pipe cannot have the capacity that was set. root may go beyond the limit; it is kept to
/// all the same, so that everybody measures the same cells on the same machine.
inline std::optional<std::string> pipe_capacity_limit(const Settings& settings) {
  const auto asked = settings.number("capacity");
  const auto most = SystemFiles().number("/proc/sys/fs/pipe-max-size");
  if (!asked || !most || *asked <= static_cast<std::uint64_t>(*most)) return {};
  return fmt::format("capacity {} is above fs.pipe-max-size ({})", *asked, *most);
}

/// Gives a pipe the capacity that was set, if one was.
inline Expected<void> set_pipe_capacity(const Fd& pipe, const Settings& settings) {
  const auto asked = settings.number("capacity");
  if (!asked) return {};
  const int got = ::fcntl(pipe.get(), F_SETPIPE_SZ, static_cast<int>(*asked));
  // A user's pipes may have so many pages together.
  if (got < 0) return unexpected_errno("fcntl(F_SETPIPE_SZ)", "fs.pipe-user-pages-soft");
  return {};
}

}  // namespace ipcbench
