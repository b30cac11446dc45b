// Shared memory without a name, inherited by fork.
#pragma once

#include <memory>
#include <utility>

#include "base/mapping.hpp"
#include "transports/endpoints/memory/memory.hpp"

namespace ipcbench {

class AnonymousMemory {
 public:
  /// Shares the one mapping with the link: there is no name under which to map it again.
  class View {
   public:
    explicit View(std::shared_ptr<Mapping> mapping) : mapping_(std::move(mapping)) {}
    [[nodiscard]] std::byte* data() const { return mapping_->data(); }

   private:
    std::shared_ptr<Mapping> mapping_;
  };

  // Lives in memory, not in /dev/shm: only overcommit limits it, and mmap(2) tells.
  static std::optional<std::string> unsupported_reason(std::size_t) { return {}; }

  static Expected<AnonymousMemory> create(Scratch&, std::size_t bytes) {
    auto mapping = Mapping::anonymous_shared(bytes);
    if (!mapping) return std::unexpected(mapping.error());
    return AnonymousMemory(std::make_shared<Mapping>(std::move(*mapping)));
  }

  [[nodiscard]] Expected<View> map() const { return View(mapping_); }

 private:
  explicit AnonymousMemory(std::shared_ptr<Mapping> mapping) : mapping_(std::move(mapping)) {}

  std::shared_ptr<Mapping> mapping_;
};

}  // namespace ipcbench
