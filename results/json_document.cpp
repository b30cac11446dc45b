// Building the tree, with limits that the library's own parser has not.
#include "results/json_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "results/json_scanner.hpp"

namespace ipcbench {

namespace {

/// The scanner's sink; `false` ends the scan. What is wrong is in `mistake` then.
class TreeBuilder {
 public:
  explicit TreeBuilder(const TakeObject& take) : take_(take) {}

  bool null() { return add(nullptr) != nullptr; }
  bool boolean(bool value) { return add(value) != nullptr; }
  template <class Number>
  bool number(Number value) {
    return add(value) != nullptr;
  }
  bool string(const std::string& value) { return add(value) != nullptr; }

  // Most arrays are pairs, most objects slices: room for them at once.
  bool open_object() {
    Json object = Json::object();
    object.get_ref<Json::object_t&>().reserve(4);
    return open(std::move(object));
  }
  bool open_array() {
    Json array = Json::array();
    array.get_ref<Json::array_t&>().reserve(2);
    return open(std::move(array));
  }

  bool close() {
    Json& closed = *open_.back();
    if (take_ && closed.is_object()) {
      const auto taken = take_(open_);
      if (!taken) {
        mistake_ = taken.error();
        return false;
      }
      // No text has a binary value.
      if (const std::optional<std::uint64_t> number = *taken) closed = Json::binary({}, *number);
    }
    open_.pop_back();
    return true;
  }

  bool key(const std::string& name) {
    Json& object = *open_.back();
    if (object.contains(name)) {
      return refuse(fmt::format("the key '{}' is there twice", name.substr(0, 40)));
    }
    if (object.size() == json_limits::keys_of_an_object) {
      return refuse(fmt::format("more than {} keys", json_limits::keys_of_an_object));
    }
    key_ = name;
    return true;
  }

  /// Notes what is wrong with the value that is open.
  bool refuse(std::string_view why) {
    const std::string where = open_.empty() ? "the file" : path_of(root_, *open_.back());
    mistake_ = fmt::format("{}: {}", where, why);
    return false;
  }

  [[nodiscard]] const std::string& mistake() const { return mistake_; }
  [[nodiscard]] Json take() { return std::move(root_); }

 private:
  Json* add(Json value) {
    if (++values_ > json_limits::values) {
      refuse(fmt::format("more than {} values", json_limits::values));
      return nullptr;
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) return &parent.emplace_back(std::move(value));
    // Not operator[]: it would look the key up once more.
    auto& members = parent.get_ref<Json::object_t&>();
    return &members.Container::emplace_back(std::move(key_), std::move(value)).second;
  }

  bool open(Json container) {
    if (open_.size() == json_limits::depth) {
      return refuse(fmt::format("nested more than {} deep", json_limits::depth));
    }
    // It stays where it is while it is open: its parent grows only behind it.
    Json* added = add(std::move(container));
    if (added == nullptr) return false;
    open_.push_back(added);
    return true;
  }

  const TakeObject& take_;
  std::size_t values_ = 0;
  Json root_;
  std::string key_;
  std::vector<Json*> open_;
  std::string mistake_;
};

/// Depth first; the depth is limited.
// NOLINTNEXTLINE(misc-no-recursion)
std::optional<std::string> find_path(const Json& from, const Json& wanted) {
  if (&from == &wanted) return "";
  if (from.is_array()) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (const auto rest = find_path(from[i], wanted)) return fmt::format("[{}]{}", i, *rest);
    }
  } else if (from.is_object()) {
    for (const auto& [key, value] : from.get_ref<const Json::object_t&>()) {
      const auto rest = find_path(value, wanted);
      if (rest) return fmt::format(".{}{}", key.substr(0, 40), *rest);
    }
  }
  return {};
}

}  // namespace

std::expected<Json, std::string> parse_json(std::string_view text) {
  return parse_json(text, TakeObject());
}

std::expected<Json, std::string> parse_json(std::string_view text, const TakeObject& take) {
  if (text.size() > json_limits::text_bytes) {
    return std::unexpected(
        fmt::format("larger than {} MiB", json_limits::text_bytes / 1024 / 1024));
  }
  TreeBuilder builder(take);
  JsonScanner scanner(text, builder);
  if (scanner.scan()) return builder.take();
  using Mistake = JsonScanner<TreeBuilder>::Mistake;
  switch (scanner.mistake()) {
    case Mistake::none:
      break;
    case Mistake::no_json:
      builder.refuse(fmt::format("no JSON at byte {}", scanner.position()));
      break;
    case Mistake::ends_early:
      builder.refuse("the text ends too early");
      break;
    case Mistake::too_large:
      builder.refuse("a number is too large");
      break;
  }
  return std::unexpected(builder.mistake());
}

std::optional<std::uint64_t> stands_for(const Json& value) {
  if (!value.is_binary()) return {};
  return value.get_binary().subtype();
}

std::string path_of(const Json& root, const Json& value) {
  const auto path = find_path(root, value);
  if (!path || path->empty()) return "the file";
  return path->front() == '.' ? path->substr(1) : *path;
}

}  // namespace ipcbench
