// Where an output goes: looked up once, so that links and folders that change later do not matter.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace ipcbench {

/// All of it, in as many calls as it takes.
Status write_whole(int fd, std::string_view text);

/// An output that is being written. A file at its place stays as it was until take_place().
class UnfinishedOutput {
 public:
  UnfinishedOutput(UnfinishedOutput&&) noexcept = default;
  UnfinishedOutput& operator=(UnfinishedOutput&&) = delete;
  /// Leaves nothing of a file that did not take its place.
  ~UnfinishedOutput();

  [[nodiscard]] int fd() const { return fd_.get(); }
  Expected<void> write(std::string_view text);
  /// Replaces the file that is there.
  Expected<void> take_place();
  /// Replaces none: the error is EEXIST then.
  Expected<void> take_free_place();

 private:
  friend class OutputPlace;
  UnfinishedOutput(Fd fd, std::string typed) : fd_(std::move(fd)), typed_(std::move(typed)) {}

  Fd fd_;
  std::string typed_;
  std::shared_ptr<const Fd> folder_;  ///< none: what is written is at its place at once
  std::string name_, unfinished_name_;
};

class OutputPlace {
 public:
  /// Follows the links of `path` and keeps hold of what they lead to: a folder and the name of a
  /// file in it; a device or a named pipe; or a descriptor of this process, as of /dev/stdout.
  static Expected<OutputPlace> find(const std::string& path);

  /// A file that is there or can be made, in no folder of devices or of the kernel: the only kind
  /// of place that can be written again and again.
  [[nodiscard]] bool is_for_files() const;
  [[nodiscard]] bool is_standard_output() const;
  [[nodiscard]] bool is_same_file(const OutputPlace& other) const;
  /// The path of a file as it was typed, or the real one if that leads elsewhere by now.
  [[nodiscard]] std::string where() const;

  /// Why nothing can be written there, found out without leaving anything.
  [[nodiscard]] std::optional<Error> problem() const;
  /// A file is written beside its place; anything else is written as it is, and never replaced.
  [[nodiscard]] Expected<UnfinishedOutput> begin() const;
  /// A reader of the file sees the old text or the new one, never half of either.
  Expected<void> write(std::string_view text) const;
  /// The same, but never replaces a file: the error is EEXIST then.
  Expected<void> create(std::string_view text) const;
  /// To be written bit by bit while others read. Empties a file.
  [[nodiscard]] Expected<Fd> open() const;

 private:
  enum class Kind { file, special, descriptor };

  OutputPlace(std::string typed, Kind kind, Fd handle)
      : typed_(std::move(typed)),
        kind_(kind),
        handle_(std::make_shared<const Fd>(std::move(handle))) {}
  static Expected<OutputPlace> in_folder(const std::string& typed, const std::string& folder,
                                         const std::string& name);
  static Expected<OutputPlace> of_descriptor(const std::string& typed, int number);
  [[nodiscard]] Expected<Fd> open_as_it_is() const;

  std::string typed_;
  Kind kind_;
  std::shared_ptr<const Fd> handle_;  ///< a file's folder; the device or pipe; the descriptor
  std::string folder_, name_;         ///< of a file
  bool is_standard_output_ = false;
};

/// For what is written as soon as its place is known.
Expected<void> write_atomically(const std::string& path, std::string_view text);

}  // namespace ipcbench
