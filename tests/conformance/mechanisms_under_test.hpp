// The catalogue as lists of types for typed tests: everything that has a peer, and its sub-lists.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "transports/catalogue.hpp"

namespace ipcbench::conformance {

template <class... Lists>
struct Concatenated;
template <class... Ts>
struct Concatenated<::testing::Types<Ts...>> {
  using type = ::testing::Types<Ts...>;
};
template <class... As, class... Bs, class... Rest>
struct Concatenated<::testing::Types<As...>, ::testing::Types<Bs...>, Rest...>
    : Concatenated<::testing::Types<As..., Bs...>, Rest...> {};

template <auto wanted, class List>
struct Filtered;
template <auto wanted, class... Ts>
struct Filtered<wanted, Mechanisms<Ts...>>
    : Concatenated<::testing::Types<>,
                   std::conditional_t<wanted.template operator()<Ts>(), ::testing::Types<Ts>,
                                      ::testing::Types<>>...> {};

/// The mechanisms for which `wanted.operator()<T>()` holds.
template <auto wanted>
using Those = typename Filtered<wanted, Catalogue>::type;

inline constexpr auto has_peer = []<class T>() { return T::descriptor.family != Family::floor; };
inline constexpr auto is_reliable = []<class T>() {
  return has_peer.operator()<T>() && T::descriptor.delivery == Delivery::reliable;
};
inline constexpr auto is_lossy = []<class T>() {
  return T::descriptor.delivery == Delivery::may_drop;
};
inline constexpr auto is_byte_stream = []<class T>() {
  return has_peer.operator()<T>() && T::descriptor.framing == Framing::byte_stream;
};
inline constexpr auto keeps_messages = []<class T>() {
  return has_peer.operator()<T>() && T::descriptor.framing == Framing::message;
};
inline constexpr auto is_joinable = []<class T>() { return Joinable<T>; };

using All = Those<has_peer>;
using Reliable = Those<is_reliable>;
using Lossy = Those<is_lossy>;
using ByteStreams = Those<is_byte_stream>;
using MessageKeepers = Those<keeps_messages>;
using Joinables = Those<is_joinable>;

/// Names a typed test by its mechanism: `Delivery/posix_mq.SomeSentence`.
struct ByName {
  template <class T>
  static std::string GetName(int) {
    return std::string(T::descriptor.name);
  }
};

}  // namespace ipcbench::conformance
