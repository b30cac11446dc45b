// `--set pipe.capacity=64k,1M`: which tunables of which mechanisms get which values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transports/contract.hpp"

namespace ipcbench {

/// One tunable of some mechanisms, and its values: more than one are measured side by side.
struct Tuning {
  /// Canonical, as in Settings; nothing: left as it is.
  using Value = std::optional<std::string>;

  std::vector<std::string_view> mechanisms;
  std::string name;
  std::vector<Value> values;
};

/// The key is MECHANISM.NAME; the mechanism may be a glob, which stands for those that it matches
/// and that have the tunable. A value "default" leaves it unset. Throws UsageError.
[[nodiscard]] Tuning make_tuning(std::string_view key, const std::vector<std::string>& values);

/// "pipe.capacity=64k,1M,tcp.nodelay=off": what has a '=' begins a new one. Throws UsageError.
[[nodiscard]] std::vector<Tuning> parse_tunings(std::string_view text);

/// All combinations of the values for this mechanism. Of two tunings of the same tunable the last
/// one counts.
[[nodiscard]] std::vector<Settings> variants_of(std::string_view mechanism,
                                                const std::vector<Tuning>& tunings);

}  // namespace ipcbench
