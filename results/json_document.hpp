// A JSON text as a tree, or what is wrong with it: strict, and bounded in every direction.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace ipcbench {

/// Keeps the order of keys, which is the order in which people are shown them.
using Json = nlohmann::ordered_json;

/// Beyond these a text is refused. A trial has about 2.2 KB and 240 values, and no run has more
/// than 100,000 trials.
namespace json_limits {
inline constexpr std::size_t text_bytes = 256UL * 1024 * 1024;
inline constexpr std::size_t depth = 32;
inline constexpr std::size_t values = 32'000'000;
inline constexpr std::size_t keys_of_an_object = 1'000;
}  // namespace json_limits

/// Parses a whole text. Keys that are there twice, bytes that are no UTF-8, numbers beyond a
/// double, anything behind the end and anything beyond the limits are mistakes: one line.
[[nodiscard]] std::expected<Json, std::string> parse_json(std::string_view text);

/// Asked for each object when it has been read to its end: it is the last of `open`, each lies in
/// the one before, and the first is the whole tree. A number: its reader has taken what it needs,
/// and a stand-in takes the object's place. An error: what is wrong, with its path.
using TakeObject =
    std::function<std::expected<std::optional<std::uint64_t>, std::string>(std::span<Json* const>)>;

/// The same, and what is taken is never in memory all at once.
[[nodiscard]] std::expected<Json, std::string> parse_json(std::string_view text,
                                                          const TakeObject& take);

/// The number of what was taken; nothing for a value that is still itself.
[[nodiscard]] std::optional<std::uint64_t> stands_for(const Json& value);

/// Where `value` lies in `root`: "cells[3].trials[0]"; "the file" for the root itself.
[[nodiscard]] std::string path_of(const Json& root, const Json& value);

}  // namespace ipcbench
