// Understanding a suite's TOML. Every complaint names file, line and key.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/plain_text.hpp"
#include "bench/arguments.hpp"
#include "bench/mechanisms.hpp"
#include "bench/suites.hpp"
#include "bench/toml.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

constexpr std::int64_t most_rounds = 1'000;
/// Of [[matrix]], of the includes of one, and of its excludes.
constexpr std::size_t most_tables = 100;
/// Of one key.
constexpr std::size_t most_values = 1'000;

class SuiteReader {
 public:
  SuiteReader(Suite& suite, const Topology& topology) : suite_(suite), topology_(topology) {}

  void read() {
    const toml::table root = parse();
    require_keys(root, {"suite", "matrix"});
    if (const toml::node* node = root.get("suite")) read_suite(table_in(*node, "suite"));
    const toml::node* matrices = root.get("matrix");
    if (matrices == nullptr) fail(1, "matrix", "there is none; [[matrix]] says what is measured");
    for (const toml::table* matrix : tables_in(*matrices, "matrix")) {
      suite_.matrices.push_back(matrix_in(*matrix));
    }
  }

 private:
  using Keys = std::initializer_list<std::string_view>;

  [[noreturn]] void fail(std::size_t line, std::string_view key, std::string_view what) const {
    // What is quoted may have line ends in it; a complaint has one line.
    throw UsageError(printable(fmt::format("{}:{}: {}: {}", suite_.name, line, key, what)));
  }
  [[noreturn]] void fail(const toml::node& at, std::string_view key, std::string_view what) const {
    fail(at.source().begin.line, key, what);
  }

  /// What `read` makes of a value; its complaint gets the place.
  template <class Read>
  auto read_at(const toml::node& at, std::string_view key, Read read) const {
    try {
      return read();
    } catch (const UsageError& wrong) {
      fail(at, key, wrong.what());
    }
  }

  [[nodiscard]] toml::table parse() const {
    try {
      return parse_toml(suite_.text);
    } catch (const TomlFault& fault) {
      fail(fault.line, "not TOML", fault.what());
    }
  }

  void require_keys(const toml::table& table, Keys known) const {
    for (const auto& [key, value] : table) {
      if (std::ranges::find(known, key.str()) != known.end()) continue;
      fail(key.source().begin.line, key.str(),
           fmt::format("there is no such key{} (there are {})",
                       did_you_mean(key.str(), std::vector(known)), fmt::join(known, ", ")));
    }
  }

  [[nodiscard]] const toml::table& table_in(const toml::node& node, std::string_view key) const {
    if (const toml::table* table = node.as_table()) return *table;
    fail(node, key, fmt::format("a table, [{}], is wanted", key));
  }

  [[nodiscard]] std::vector<const toml::table*> tables_in(const toml::node& node,
                                                          std::string_view key) const {
    const toml::array* array = node.as_array();
    const bool wanted = array != nullptr && !array->empty() &&
                        std::ranges::all_of(*array, [](const auto& e) { return e.is_table(); });
    if (!wanted) fail(node, key, fmt::format("[[{}]] is wanted", key));
    if (array->size() > most_tables) {
      fail(node, key, fmt::format("there are more than {}", most_tables));
    }
    std::vector<const toml::table*> tables;
    for (const toml::node& element : *array) tables.push_back(element.as_table());
    return tables;
  }

  void read_suite(const toml::table& table) {
    require_keys(table, {"summary", "rounds", "trial", "longest_trial", "budget"});
    if (const toml::node* summary = table.get("summary")) {
      if (!summary->is_string()) fail(*summary, "summary", "a text is wanted");
      suite_.summary = **summary->as_string();
    }
    if (const toml::node* rounds = table.get("rounds")) {
      const std::int64_t number = rounds->is_integer() ? **rounds->as_integer() : 0;
      if (number < 1 || number > most_rounds) {
        fail(*rounds, "rounds", fmt::format("a number from 1 to {} is wanted", most_rounds));
      }
      suite_.rounds = static_cast<unsigned>(number);
    }
    suite_.measured = time_in(table, "trial").value_or(suite_.measured);
    suite_.longest = time_in(table, "longest_trial").value_or(suite_.measured);
    if (suite_.longest < suite_.measured) {
      fail(*table.get("longest_trial"), "longest_trial", "shorter than a trial");
    }
    suite_.budget = time_in(table, "budget");
  }

  [[nodiscard]] std::optional<std::chrono::nanoseconds> time_in(const toml::table& table,
                                                                std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    if (!node->is_string()) fail(*node, key, "a time such as \"60s\" or \"25ms\" is wanted");
    return read_at(*node, key, [&] { return parse_duration(**node->as_string()); });
  }

  [[nodiscard]] Matrix matrix_in(const toml::table& table) const {
    require_keys(table,
                 {"mechanisms", "sizes", "patterns", "placements", "set", "include", "exclude"});
    Matrix matrix{.own = selection_in(table), .excludes = {}, .includes = {}};
    if (!matrix.own.sizes) fail(table, "sizes", "missing in this [[matrix]]");
    if (const toml::node* node = table.get("exclude")) {
      matrix.excludes = selections_in(*node, "matrix.exclude");
    }
    if (const toml::node* node = table.get("include")) {
      matrix.includes = selections_in(*node, "matrix.include");
    }
    return matrix;
  }

  [[nodiscard]] std::vector<Selection> selections_in(const toml::node& node,
                                                     std::string_view name) const {
    std::vector<Selection> selections;
    for (const toml::table* table : tables_in(node, name)) {
      require_keys(*table, {"mechanisms", "sizes", "patterns", "placements", "set"});
      if (table->empty()) fail(*table, name, "it selects nothing");
      selections.push_back(selection_in(*table));
    }
    return selections;
  }

  [[nodiscard]] Selection selection_in(const toml::table& table) const {
    std::vector<std::string_view> all;
    for (const Mechanism& each : all_mechanisms()) all.push_back(each.descriptor->name);
    Selection selection{
        .mechanisms = list_in(table, "mechanisms",
                              [&](const std::string& t) { return select_names(t, all); }),
        .sizes = list_in(table, "sizes", parse_sizes),
        .patterns = list_in(table, "patterns", parse_patterns),
        .placements = list_in(table, "placements",
                              [&](const std::string& t) { return parse_placements(t, topology_); }),
        .tunings = {}};
    if (const toml::node* node = table.get("set")) {
      read_tunings(table_in(*node, "set"), "", selection.tunings);
    }
    return selection;
  }

  /// A value or an array of them, each as a command line would have it.
  template <class Understand>
  std::optional<std::invoke_result_t<Understand, std::string>> list_in(
      const toml::table& table, std::string_view key, Understand understand) const {
    std::optional<std::invoke_result_t<Understand, std::string>> list;
    const toml::node* node = table.get(key);
    if (node == nullptr) return list;
    list.emplace();
    for (const toml::node* element : elements_of(*node, key)) {
      const std::string text = text_of(*element, key);
      for (const auto& value : read_at(*element, key, [&] { return understand(text); })) {
        if (std::ranges::find(*list, value) == list->end()) list->push_back(value);
      }
      if (list->size() > most_values) {
        fail(*element, key, fmt::format("there are more than {}", most_values));
      }
    }
    return list;
  }

  [[nodiscard]] std::vector<const toml::node*> elements_of(const toml::node& node,
                                                           std::string_view key) const {
    const toml::array* array = node.as_array();
    if (array == nullptr) return {&node};
    if (array->empty()) fail(node, key, "the list is empty");
    if (array->size() > most_values) {
      fail(node, key, fmt::format("there are more than {}", most_values));
    }
    std::vector<const toml::node*> elements;
    for (const toml::node& element : *array) elements.push_back(&element);
    return elements;
  }

  [[nodiscard]] std::string text_of(const toml::node& node, std::string_view key) const {
    if (const auto* text = node.as_string()) return **text;
    if (const auto* number = node.as_integer()) return std::to_string(**number);
    if (const auto* is_on = node.as_boolean()) return **is_on ? "on" : "off";
    fail(node, key, "a text or a number is wanted, or a list of them");
  }

  /// `pipe.capacity = ...` is a table in a table to TOML, `"pipe.capacity" = ...` is not; both are
  /// meant the same.
  void read_tunings(const toml::table& table, const std::string& prefix,
                    std::vector<Tuning>& tunings) const {
    for (const auto& [name, value] : table) {
      const std::string key = prefix + std::string(name.str());
      if (const toml::table* deeper = value.as_table()) {
        if (!prefix.empty()) fail(value, key, "MECHANISM.NAME = VALUE is wanted");
        read_tunings(*deeper, key + ".", tunings);
        continue;
      }
      std::vector<std::string> values;
      for (const toml::node* element : elements_of(value, key)) {
        values.push_back(text_of(*element, key));
      }
      tunings.push_back(read_at(value, "set", [&] { return make_tuning(key, values); }));
      if (tunings.size() > most_values) {
        fail(value, "set", fmt::format("there are more than {}", most_values));
      }
    }
  }

  Suite& suite_;
  const Topology& topology_;
};

}  // namespace

Suite parse_suite(std::string name, std::string text, const Topology& topology) {
  Suite suite{.name = std::move(name), .text = std::move(text)};
  SuiteReader(suite, topology).read();
  return suite;
}

}  // namespace ipcbench
