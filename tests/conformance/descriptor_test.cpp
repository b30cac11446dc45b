// What a descriptor says of itself and of its place in the catalogue.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "bench/mechanisms.hpp"
#include "tests/conformance/any_mechanism.hpp"

namespace ipcbench::conformance {

namespace {

namespace fs = std::filesystem;

fs::path transports_folder() {
  return fs::path(__FILE__).parent_path().parent_path().parent_path() / "transports";
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// "posix_shm_sem" -> "PosixShmSem"
std::string pascal_case(std::string_view name) {
  std::string made;
  bool upper = true;
  for (const char c : name) {
    if (c != '_') made += static_cast<char>(upper ? std::toupper(c) : c);
    upper = c == '_';
  }
  return made;
}

std::vector<std::string> catalogue_names() {
  std::vector<std::string> names;
  for (const Mechanism& mechanism : all_mechanisms()) {
    names.emplace_back(mechanism.descriptor->name);
  }
  return names;
}

}  // namespace

TEST(Catalogue, HasEveryFileOfTransportsOnce) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(transports_folder())) {
    if (entry.path().extension() == ".hpp") files.push_back(entry.path().stem());
  }
  std::erase(files, "contract");
  std::erase(files, "catalogue");
  std::vector<std::string> names = catalogue_names();
  std::ranges::sort(files);
  std::ranges::sort(names);
  EXPECT_EQ(names, files);
}

TEST(Catalogue, ListsEachMechanismByTheClassOfItsName) {
  const std::string text = text_of(transports_folder() / "catalogue.hpp");
  const std::size_t list = text.find("using Catalogue");
  ASSERT_NE(list, std::string::npos);
  const std::string body = text.substr(text.find('<', list), text.find(';', list) - list);
  const std::regex word("[A-Z][A-Za-z0-9]*");
  std::vector<std::string> classes;
  for (std::sregex_iterator at(body.begin(), body.end(), word), end; at != end; ++at) {
    classes.push_back(at->str());
  }
  std::vector<std::string> expected;
  for (const std::string& name : catalogue_names()) expected.push_back(pascal_case(name));
  EXPECT_EQ(classes, expected);
}

TEST(Catalogue, HasEachClassInTheFileOfItsName) {
  for (const std::string& name : catalogue_names()) {
    const std::string text = text_of(transports_folder() / (name + ".hpp"));
    const std::regex defined("\\n(class|using) " + pascal_case(name) + " ");
    EXPECT_TRUE(std::regex_search(text, defined)) << name;
  }
}

TEST(Catalogue, FindsEachMechanismByItsName) {
  for (const Mechanism& mechanism : all_mechanisms()) {
    EXPECT_EQ(find_mechanism(mechanism.descriptor->name), &mechanism);
  }
  EXPECT_EQ(find_mechanism("no_such_mechanism"), nullptr);
}

TEST(Catalogue, SaysMoreThanTheNameInOneShortLine) {
  std::set<std::string_view> summaries;
  for (const Mechanism& mechanism : all_mechanisms()) {
    const std::string_view summary = mechanism.descriptor->summary;
    EXPECT_FALSE(summary.empty()) << mechanism.descriptor->name;
    EXPECT_LE(summary.size(), 60U) << mechanism.descriptor->name;
    EXPECT_EQ(summary.find('\n'), std::string_view::npos) << mechanism.descriptor->name;
    EXPECT_TRUE(summaries.insert(summary).second) << "said twice: " << summary;
  }
}

using Description = WithMechanism;
INSTANTIATE_TEST_SUITE_P(, Description, each_that(), by_name);

TEST_P(Description, IsRelatedIfAndOnlyIfNobodyElseCanJoin) {
  EXPECT_EQ(descriptor().reach == Reach::related, !is_joinable(mechanism()));
}

TEST_P(Description, CountsCopiesThatAreBelievable) {
  EXPECT_LE(descriptor().copies, 4U);
}

TEST_P(Description, MayDropOnlyWithAReceiveThatCanGiveUp) {
  if (descriptor().delivery == Delivery::reliable) return;
  EXPECT_NE(mechanism().end->receive_until_tick, nullptr);
}

}  // namespace ipcbench::conformance
