// CLI11 as every sub-command uses it: one line for a mistake, --help and --version at each level.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace ipcbench {

/// A parser called "ipcbench NAME" with --version.
void prepare(CLI::App& app, const std::string& name);

/// Parses; an exit code if the command is over (help, version). Throws UsageError.
[[nodiscard]] std::optional<int> parse(CLI::App& app, std::vector<std::string> arguments);

}  // namespace ipcbench
