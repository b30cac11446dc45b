// The checks of a JSON tree's values.
#include "results/json_value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "base/plain_text.hpp"

namespace ipcbench {

JsonValue JsonReading::root() {
  return {*this, &root_};
}

std::string JsonReading::mistake_at(std::string_view place) const {
  if (is_of_root_) return fmt::format("{}{}", place, mistake_.substr(mistake_.find(':')));
  return fmt::format("{}.{}", place, mistake_);
}

void JsonValue::wrong(std::string_view why) const {
  if (json_ == nullptr || reading_->failed()) return;
  reading_->is_of_root_ = json_ == &reading_->root_;
  reading_->mistake_ = fmt::format("{}: {}", path_of(reading_->root_, *json_), why);
}

void JsonValue::member_is_wrong(std::string_view key, std::string_view why) const {
  if (json_ == nullptr || reading_->failed()) return;
  reading_->mistake_ = fmt::format("{}.{}: {}", path_of(reading_->root_, *json_), key, why);
}

std::optional<std::uint64_t> JsonValue::stands_for() const {
  return json_ == nullptr ? std::nullopt : ipcbench::stands_for(*json_);
}

void JsonValue::wrong_choice(std::string_view name,
                             const std::vector<std::string_view>& known) const {
  wrong(fmt::format("'{}' is none of: {}", name, fmt::join(known, ", ")));
}

JsonValue JsonValue::maybe(std::string_view key) const {
  if (json_ == nullptr) return {*reading_, nullptr};
  if (!json_->is_object()) {
    wrong("an object is wanted");
    return {*reading_, nullptr};
  }
  const auto found = json_->find(key);
  if (found == json_->end() || found->is_null()) return {*reading_, nullptr};
  return {*reading_, &*found};
}

JsonValue JsonValue::operator[](std::string_view key) const {
  if (json_ != nullptr && json_->is_object()) {
    const auto found = json_->find(key);
    if (found != json_->end()) return {*reading_, &*found};
  }
  JsonValue missing = maybe(key);
  if (!missing.exists()) wrong(fmt::format("'{}' is missing", key));
  return missing;
}

bool JsonValue::boolean() const {
  if (json_ == nullptr) return false;
  if (!json_->is_boolean()) {
    wrong("true or false is wanted");
    return false;
  }
  return json_->get<bool>();
}

std::uint64_t JsonValue::count(std::uint64_t most) const {
  if (json_ == nullptr) return 0;
  if (!json_->is_number_unsigned() || json_->get<std::uint64_t>() > most) {
    wrong(fmt::format("a whole number from 0 to {} is wanted", most));
    return 0;
  }
  return json_->get<std::uint64_t>();
}

std::int64_t JsonValue::integer(std::int64_t least, std::int64_t most) const {
  if (json_ == nullptr) return 0;
  const bool fits = json_->is_number_integer() &&
                    (!json_->is_number_unsigned() || json_->get<std::uint64_t>() <= INT64_MAX);
  const std::int64_t value = fits ? json_->get<std::int64_t>() : 0;
  if (!fits || value < least || value > most) {
    wrong(fmt::format("a whole number from {} to {} is wanted", least, most));
    return 0;
  }
  return value;
}

double JsonValue::number(double least, double most) const {
  if (json_ == nullptr) return 0;
  if (!json_->is_number()) {
    wrong("a number is wanted");
    return 0;
  }
  const auto value = json_->get<double>();
  if (!(value >= least && value <= most)) {
    wrong(fmt::format("a number from {:g} to {:g} is wanted", least, most));
    return 0;
  }
  return value;
}

std::optional<double> JsonValue::number_or_null(double least, double most) const {
  if (json_ == nullptr || json_->is_null()) return {};
  return number(least, most);
}

const std::string* JsonValue::raw_text(std::size_t most_bytes) const {
  if (json_ == nullptr) return nullptr;
  if (!json_->is_string()) {
    wrong("a text is wanted");
    return nullptr;
  }
  const auto& text = json_->get_ref<const std::string&>();
  if (text.size() > most_bytes) {
    wrong(fmt::format("a text of at most {} bytes is wanted", most_bytes));
    return nullptr;
  }
  return &text;
}

std::string JsonValue::text(std::size_t most_bytes) const {
  const std::string* raw = raw_text(most_bytes);
  return raw == nullptr ? "" : printable(*raw);
}

std::string JsonValue::lines(std::size_t most_bytes) const {
  const std::string* raw = raw_text(most_bytes);
  return raw == nullptr ? "" : printable_lines(*raw);
}

std::vector<JsonValue> JsonValue::elements(std::size_t most) const {
  if (json_ == nullptr) return {};
  if (!json_->is_array()) {
    wrong("a list is wanted");
    return {};
  }
  if (json_->size() > most) {
    wrong(fmt::format("more than {} elements", most));
    return {};
  }
  std::vector<JsonValue> all;
  all.reserve(json_->size());
  for (const Json& element : *json_) all.emplace_back(*reading_, &element);
  return all;
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::members() const {
  if (json_ == nullptr) return {};
  if (!json_->is_object()) {
    wrong("an object is wanted");
    return {};
  }
  std::vector<std::pair<std::string, JsonValue>> all;
  for (const auto& [key, value] : json_->get_ref<const Json::object_t&>()) {
    all.emplace_back(printable(key), JsonValue(*reading_, &value));
  }
  return all;
}

}  // namespace ipcbench
