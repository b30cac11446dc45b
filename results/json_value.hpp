// Reading a JSON tree with checks: the first mistake is kept, with its path; what follows is
// quiet and gives empty values, so that a reader reads on without an `if` for each field.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "results/json_document.hpp"

namespace ipcbench {

class JsonValue;

/// A tree that is being read.
class JsonReading {
 public:
  explicit JsonReading(const Json& root) : root_(root) {}

  [[nodiscard]] JsonValue root();
  [[nodiscard]] bool failed() const { return !mistake_.empty(); }
  /// "cells[3].trials[0].p50_ns: a number is wanted"
  [[nodiscard]] const std::string& mistake() const { return mistake_; }
  /// The same, where the root is no file but lies at `place` in one.
  [[nodiscard]] std::string mistake_at(std::string_view place) const;

 private:
  friend class JsonValue;

  const Json& root_;
  bool is_of_root_ = false;
  std::string mistake_;
};

/// One value of it. All getters check the type and the range.
class JsonValue {
 public:
  JsonValue(JsonReading& reading, const Json* json) : reading_(&reading), json_(json) {}

  /// A member that has to be there.
  [[nodiscard]] JsonValue operator[](std::string_view key) const;
  /// One that may be missing or null, and does not `exist` then.
  [[nodiscard]] JsonValue maybe(std::string_view key) const;
  [[nodiscard]] bool exists() const { return json_ != nullptr; }

  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::uint64_t count(std::uint64_t most) const;
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] double number(double least, double most) const;
  /// Null is what was no finite number.
  [[nodiscard]] std::optional<double> number_or_null(double least, double most) const;
  /// Without control characters, see `printable`.
  [[nodiscard]] std::string text(std::size_t most_bytes) const;
  /// A text of several lines.
  [[nodiscard]] std::string lines(std::size_t most_bytes) const;
  [[nodiscard]] std::vector<JsonValue> elements(std::size_t most) const;
  [[nodiscard]] std::vector<std::pair<std::string, JsonValue>> members() const;

  /// One of the enumerators, by its `name_of`.
  template <class Enum>
  [[nodiscard]] Enum one_of(std::initializer_list<Enum> known) const {
    const std::string name = text(most_name_bytes);
    for (const Enum candidate : known) {
      if (name == name_of(candidate)) return candidate;
    }
    std::vector<std::string_view> names;
    for (const Enum candidate : known) names.push_back(name_of(candidate));
    wrong_choice(name, names);
    return *known.begin();
  }

  /// The number of what was taken out of the tree here, see TakeObject.
  [[nodiscard]] std::optional<std::uint64_t> stands_for() const;

  /// Notes that this value is wrong.
  void wrong(std::string_view why) const;
  /// Notes that a member of it is, which may have been taken out of the tree.
  void member_is_wrong(std::string_view key, std::string_view why) const;

  static constexpr std::size_t most_name_bytes = 100;

 private:
  [[nodiscard]] const std::string* raw_text(std::size_t most_bytes) const;
  void wrong_choice(std::string_view name, const std::vector<std::string_view>& known) const;

  JsonReading* reading_;
  const Json* json_;
};

}  // namespace ipcbench
