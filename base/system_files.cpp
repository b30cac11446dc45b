// Reading the kernel's small files.
#include "base/system_files.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace ipcbench {

namespace {

constexpr std::string_view blanks = " \t\r\n";

template <class Number>
std::optional<Number> leading(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return {};
  return number;
}

}  // namespace

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream stream{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(std::move(word));
  return words;
}

std::optional<long long> leading_number(std::string_view text) {
  return leading<long long>(text);
}

std::optional<double> leading_decimal(std::string_view text) {
  return leading<double>(text);
}

bool SystemFiles::exists(std::string_view path) const {
  std::error_code ignored;
  return std::filesystem::exists(full(path), ignored);
}

std::optional<std::string> SystemFiles::line(std::string_view path) const {
  std::ifstream file(full(path));
  std::string line;
  if (!std::getline(file, line)) return {};
  return trimmed(line);
}

std::optional<long long> SystemFiles::number(std::string_view path) const {
  const auto text = line(path);
  return text ? leading_number(*text) : std::nullopt;
}

std::vector<std::string> SystemFiles::lines(std::string_view path) const {
  std::ifstream file(full(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> SystemFiles::names_in(std::string_view folder) const {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(full(folder), error);
  while (!error && entry != std::filesystem::directory_iterator()) {
    names.push_back(entry->path().filename().string());
    entry.increment(error);
  }
  std::ranges::sort(names);
  return names;
}

std::optional<std::string> SystemFiles::value_of(std::string_view path,
                                                 std::string_view key) const {
  std::ifstream file(full(path));
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || trimmed(line.substr(0, colon)) != key) continue;
    return trimmed(line.substr(colon + 1));
  }
  return {};
}

}  // namespace ipcbench
