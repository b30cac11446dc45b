// Shared memory from Boost.Interprocess: a managed segment in which the ring is a named object.
#pragma once

#include <memory>
#include <utility>

#include <boost/interprocess/managed_mapped_file.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>

#include "base/owned_name.hpp"
#include "transports/endpoints/boost_error.hpp"
#include "transports/endpoints/memory/memory.hpp"

namespace ipcbench {

/// `Segment` is managed_shared_memory or managed_mapped_file; they differ in what a name is.
template <class Segment, ObjectKind kind>
class BoostManagedMemory {
 public:
  /// A process's mapping of the segment, and where the ring lies in it.
  class View {
   public:
    View(std::unique_ptr<Segment> segment, std::byte* ring)
        : segment_(std::move(segment)), ring_(ring) {}
    [[nodiscard]] std::byte* data() const { return ring_; }

   private:
    std::unique_ptr<Segment> segment_;
    std::byte* ring_;
  };

  // Boost writes to the segment while it makes it, before anybody could reserve its pages; in a
  // /dev/shm that is too small this would be a SIGBUS, so the room is looked at first.
  static std::optional<std::string> unsupported_reason(std::size_t bytes) {
    if constexpr (kind == ObjectKind::path) return {};
    return no_room_in("/dev/shm", bytes + management_bytes);
  }

  static Expected<BoostManagedMemory> create(Scratch& scratch, std::size_t bytes) {
    auto name = new_name(scratch);
    if (!name) return std::unexpected(name.error());
    if (auto reason = no_room_in(folder(scratch), bytes + management_bytes)) {
      return std::unexpected(Error{.call = *reason, .code = ENOSPC});
    }
    const auto made = boost_expected("managed segment", [&] {
      Segment segment(boost::interprocess::create_only, name->name().c_str(),
                      bytes + management_bytes);
      // Boost aligns to 16; the ring wants whole cache lines.
      segment.template construct<Offset>(offset_key)(
          segment.get_handle_from_address(segment.allocate_aligned(bytes, alignment)));
      return true;
    });
    if (!made) {
      if (made.error().code == EEXIST) name->forget();
      return std::unexpected(made.error());
    }
    return BoostManagedMemory(std::move(*name));
  }

  static Expected<BoostManagedMemory> join(std::string_view address, std::size_t) {
    return BoostManagedMemory(OwnedName::borrowed(address));
  }

  [[nodiscard]] const std::string& address() const { return name_.name(); }
  [[nodiscard]] std::string filesystem() const
    requires(kind == ObjectKind::path)
  {
    return filesystem_of(name_.name());
  }

  [[nodiscard]] Expected<View> map() const {
    return boost_expected("managed segment", [this] {
      auto segment =
          std::make_unique<Segment>(boost::interprocess::open_only, name_.name().c_str());
      const Offset* offset = segment->template find<Offset>(offset_key).first;
      auto* ring = static_cast<std::byte*>(segment->get_address_from_handle(*offset));
      return View(std::move(segment), ring);
    });
  }

 private:
  using Offset = typename Segment::handle_t;
  static constexpr const char* offset_key = "ring";
  static constexpr std::size_t alignment = 4096;
  // What the segment needs for its own index and for the alignment.
  static constexpr std::size_t management_bytes = 64 * 1024;

  static Expected<OwnedName> new_name(Scratch& scratch) {
    if constexpr (kind == ObjectKind::path) return OwnedName::path_in(scratch, "boost");
    return OwnedName::reserve(scratch, kind);
  }
  static std::string folder(const Scratch& scratch) {
    return kind == ObjectKind::path ? scratch.path() : "/dev/shm";
  }

  explicit BoostManagedMemory(OwnedName name) : name_(std::move(name)) {}

  OwnedName name_;
};

using BoostSharedMemory =
    BoostManagedMemory<boost::interprocess::managed_shared_memory, ObjectKind::shared_memory>;
using BoostFileMemory =
    BoostManagedMemory<boost::interprocess::managed_mapped_file, ObjectKind::path>;

}  // namespace ipcbench
