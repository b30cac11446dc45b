// Building the tree from the library's events, with limits that its own tree has not.
#include "results/json_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace ipcbench {

namespace {

/// Called by the library's parser; `false` ends it. What is wrong is in `mistake` then.
class TreeBuilder {
 public:
  TreeBuilder(std::size_t text_bytes, const TakeObject& take)
      : text_bytes_(text_bytes), take_(take) {}

  bool null() { return add(nullptr) != nullptr; }
  bool boolean(bool value) { return add(value) != nullptr; }
  bool number_integer(std::int64_t value) { return add(value) != nullptr; }
  bool number_unsigned(std::uint64_t value) { return add(value) != nullptr; }
  bool number_float(double value, const std::string& /*text*/) { return add(value) != nullptr; }
  bool string(std::string& value) { return add(std::move(value)) != nullptr; }
  static bool binary(Json::binary_t& /*value*/) { return false; }

  bool start_object(std::size_t /*size*/) { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Json& object = *open_.back();
    const std::string shown = name.substr(0, 40);
    if (object.contains(name)) return refuse(fmt::format("the key '{}' is there twice", shown));
    if (object.size() == json_limits::keys_of_an_object) {
      return refuse(fmt::format("more than {} keys", json_limits::keys_of_an_object));
    }
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) {
    // The library's text quotes what it has read, which may be megabytes of anything.
    constexpr int out_of_range = 406;
    if (error.id == out_of_range) return refuse("a number is too large");
    if (position > text_bytes_) return refuse("the text ends too early");
    return refuse(fmt::format("no JSON at byte {}", position));
  }

  [[nodiscard]] const std::string& mistake() const { return mistake_; }
  [[nodiscard]] Json take() { return std::move(root_); }

 private:
  bool refuse(const std::string& text) {
    const std::string where = open_.empty() ? "the file" : path_of(root_, *open_.back());
    mistake_ = fmt::format("{}: {}", where, text);
    return false;
  }

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

  std::size_t text_bytes_;
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
  TreeBuilder builder(text.size(), take);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
    return std::unexpected(builder.mistake());
  }
  return builder.take();
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
