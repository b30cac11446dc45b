// Looking settings up.
#include <algorithm>
#include <charconv>

#include "transports/contract.hpp"

namespace ipcbench {

void Settings::set(std::string_view name, std::string_view value) {
  const auto at = std::ranges::lower_bound(settings_, name, {}, &Setting::first);
  if (at != settings_.end() && at->first == name) {
    at->second = value;
  } else {
    settings_.emplace(at, name, value);
  }
}

const std::string* Settings::find(std::string_view name) const {
  const auto at = std::ranges::find(settings_, name, &Setting::first);
  return at == settings_.end() ? nullptr : &at->second;
}

std::optional<std::uint64_t> Settings::number(std::string_view name) const {
  const std::string* text = find(name);
  std::uint64_t value = 0;
  if (text == nullptr) return {};
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size()) return {};
  return value;
}

std::optional<bool> Settings::on(std::string_view name) const {
  const std::string* text = find(name);
  if (text == nullptr) return {};
  return *text == "on";
}

}  // namespace ipcbench
