// Finding a suite.
#include "bench/suites.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/syscall.hpp"
#include "bench/arguments.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

/// A suite is a page of text; what is longer is another file.
constexpr std::size_t longest_file = 256 * 1024;

std::string read_file(const std::string& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text(longest_file + 1, '\0');
  std::size_t length = 0;
  ssize_t got = file.valid() ? 1 : -1;
  while (got > 0 && length < text.size()) {
    got = retried([&] { return ::read(file.get(), &text[length], text.size() - length); });
    if (got > 0) length += static_cast<std::size_t>(got);
  }
  if (got < 0) throw UsageError("cannot read " + Error{.call = path, .code = errno}.message());
  if (length > longest_file) {
    throw UsageError(
        fmt::format("{}: longer than {} KiB, which is no suite", path, longest_file / 1024));
  }
  text.resize(length);
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
