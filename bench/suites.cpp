// Finding a suite.
#include "bench/suites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "bench/arguments.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

/// A suite is a page of text; what is longer is another file.
constexpr std::size_t longest_file = 256 * 1024;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(longest_file + 1, '\0');
  errno = 0;
  if (!file || (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && file.bad())) {
    throw UsageError(
        fmt::format("cannot read {}: {}", path, std::generic_category().message(errno)));
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > longest_file) {
    throw UsageError(
        fmt::format("{}: longer than {} KiB, which is no suite", path, longest_file / 1024));
  }
  return text;
}

}  // namespace

Suite find_suite(std::string_view name_or_file, const Topology& topology) {
  if (name_or_file.contains('/') || name_or_file.ends_with(".toml")) {
    const std::string path(name_or_file);
    return parse_suite(path, read_file(path), topology);
  }
  std::vector<std::string_view> names;
  for (const auto& [name, text] : builtin_suites()) {
    if (name == name_or_file) return parse_suite(std::string(name), std::string(text), topology);
    names.push_back(name);
  }
  throw UsageError(fmt::format("no suite '{}' ({}, or a file such as ./mine.toml){}", name_or_file,
                               fmt::join(names, ", "), did_you_mean(name_or_file, names)));
}

}  // namespace ipcbench
