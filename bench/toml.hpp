// toml++, made safe: its assertions are exceptions, and it gets ASCII only.
//
// Several assertions of version 3.3 fail over bad input such as "a = [}". Compiled away, as in
// Debian's library, they tell the compiler that there is no such input.
#pragma once

#include <stdexcept>
#include <string>

namespace ipcbench {

struct TomlAssertion : std::exception {};

[[noreturn]] inline void throw_toml_assertion() {
  throw TomlAssertion();
}

}  // namespace ipcbench

#undef NDEBUG
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): what the library asks for
#define TOML_ASSERT(condition) ((condition) ? void() : ::ipcbench::throw_toml_assertion())
#include <toml++/toml.h>

namespace ipcbench {

/// Why a text is no TOML.
struct TomlFault : std::runtime_error {
  TomlFault(std::size_t at, const std::string& what) : runtime_error(what), line(at) {}

  std::size_t line;
};

/// A byte that is not ASCII comes out as '?'. Throws TomlFault.
[[nodiscard]] toml::table parse_toml(std::string text);

}  // namespace ipcbench
