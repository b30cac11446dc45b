// Writing and reading "name=value;name=value".
#include "harness/effective.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ipcbench {

Reply reply_with(const EffectiveSettings& effective) {
  std::string text;
  for (const auto& [name, value] : effective) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ";", name, value);
  }
  if (text.size() >= Reply::text_bytes) {
    return Reply::failure("the tunables of this end are too many for an answer", 0);
  }
  Reply reply;
  std::ranges::copy(text, reply.text);
  return reply;
}

EffectiveSettings effective_in(const Reply& reply) {
  EffectiveSettings effective;
  std::string_view text = reply.text;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(';'));
    const std::size_t equals = std::min(item.find('='), item.size());
    effective.emplace_back(item.substr(0, equals), item.substr(std::min(equals + 1, item.size())));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
  }
  return effective;
}

EffectiveSettings effective_of_pair(const Reply& client, const Reply& server) {
  EffectiveSettings both = effective_in(client);
  for (const auto& [name, value] : effective_in(server)) {
    const auto same = std::ranges::find(both, std::pair(name, value));
    if (same == both.end()) both.emplace_back("server." + name, value);
  }
  return both;
}

}  // namespace ipcbench
