// A mechanism with its type erased: once a session, never a message.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "harness/participant.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

/// A link that is open and not attached yet.
struct OpenLink {
  /// In a forked process: attach a side and serve until the coordinator is done.
  std::move_only_function<void(const Seat&)> participate;
  /// In the coordinator, when both sides are attached: lets go of all but what must outlive them.
  std::move_only_function<std::shared_ptr<void>()> settle;
};

struct Mechanism {
  const Descriptor* descriptor;
  std::optional<std::string> (*unsupported_reason)(const LinkOptions&);
  Expected<OpenLink> (*open)(const LinkOptions&);
};

namespace detail {

template <Transport T>
Expected<OpenLink> open_link(const LinkOptions& options) {
  auto opened = T::open(options);
  if (!opened) return std::unexpected(opened.error());
  auto link = std::make_shared<T>(std::move(*opened));
  return OpenLink{
      .participate = [link](const Seat& seat) { participate<T>(std::move(*link), seat); },
      .settle = [link]() -> std::shared_ptr<void> {
        if constexpr (requires { std::move(*link).residue(); }) {
          return std::make_shared<decltype(std::move(*link).residue())>(std::move(*link).residue());
        } else {
          return {};
        }
      }};
}

}  // namespace detail

template <Transport T>
constexpr Mechanism erase() {
  return {.descriptor = &T::descriptor,
          .unsupported_reason = ipcbench::unsupported_reason<T>,
          .open = detail::open_link<T>};
}

}  // namespace ipcbench
