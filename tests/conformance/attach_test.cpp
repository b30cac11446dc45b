// Attaching consumes the link; using and destroying it leaves nothing behind.
#include <optional>

#include "tests/conformance/census.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

/// How many descriptors an end needs: one a direction, or one for both.
std::size_t descriptors_needed(const Descriptor& mechanism) {
  switch (mechanism.family) {
    case Family::pipe:
      return 2;
    case Family::unix_socket:
    case Family::inet_socket:
      return 1;
    case Family::message_queue:
      return mechanism.name == "posix_mq" ? 2 : 0;
    default:
      return 0;
  }
}

}  // namespace

template <class T>
using Attach = Conformance<T>;
TYPED_TEST_SUITE(Attach, All, ByName);

TYPED_TEST(Attach, KeepsNoMoreDescriptorsOpenThanTheEndNeeds) {
  const LinkOptions options = this->options(64);
  if (!this->supported(options)) GTEST_SKIP();
  for (const Side side : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(side));
    EXPECT_EQ(complaint_in_child([&] {
                const std::size_t before = open_descriptors();
                std::optional<TypeParam> link = take(TypeParam::open(options), "open");
                const std::size_t of_link = open_descriptors() - before;
                const Child peer("peer", [&] {
                  const auto end = attach(std::move(*link), other(side));
                  for (;;) ::pause();
                });
                const std::size_t of_others = open_descriptors() - of_link;
                {
                  const auto end = take(std::move(*link).attach(side), "attach");
                  const std::size_t of_end = open_descriptors() - of_others;
                  const std::size_t needed = descriptors_needed(TypeParam::descriptor);
                  require(of_end == needed, fmt::format("{} are open, {} needed", of_end, needed));
                  link.reset();
                  require(open_descriptors() - of_others == needed, "the link held some");
                }
                require(open_descriptors() == of_others, "the end left some open");
              }),
              "");
  }
}

TYPED_TEST(Attach, UnmapsItsMemoryWithTheEnd) {
  const LinkOptions options = this->options(64);
  if (!this->supported(options)) GTEST_SKIP();
  EXPECT_EQ(complaint_in_child([&] {
              const std::size_t before = shared_mappings();
              TypeParam link = take(TypeParam::open(options), "open");
              const Child peer("peer", [&] {
                const auto end = attach(std::move(link), Side::client);
                for (;;) ::pause();
              });
              {
                const auto end = attach(std::move(link), Side::server);
              }
              require(shared_mappings() == before, "memory is still mapped");
            }),
            "");
}

TYPED_TEST(Attach, NormalUseLeavesNothingBehind) {
  const LinkOptions options = this->options(64);
  if (!this->supported(options)) GTEST_SKIP();
  EXPECT_EQ(complaint_in_child([&] {
              const Census before = Census::take(this->scratch_);
              {
                Pair<TypeParam> pair(options, [&](auto& end, Side side) {
                  Correspondent(end, 64, side).converse(1, 10);
                });
                require(pair.complaint().empty(), "the two could not talk");
              }
              const Census after = Census::take(this->scratch_);
              require(after == before, after.text() + "; before: " + before.text());
            }),
            "");
}

TYPED_TEST(Attach, AnAbandonedLinkLeavesNothingBehind) {
  const LinkOptions options = this->options(64);
  if (!this->supported(options)) GTEST_SKIP();
  EXPECT_EQ(complaint_in_child([&] {
              const Census before = Census::take(this->scratch_);
              {
                const TypeParam link = take(TypeParam::open(options), "open");
              }
              const Census after = Census::take(this->scratch_);
              require(after == before, after.text() + "; before: " + before.text());
            }),
            "");
}

TYPED_TEST(Attach, NamesAreGoneWhileTheTwoStillTalk) {
  const LinkOptions options = this->options(64);
  if (!this->supported(options)) GTEST_SKIP();
  const Gate go_on;
  Pair<TypeParam> pair(options, [&](auto& end, Side side) {
    go_on.pass();
    Correspondent(end, 64, side).converse(1, 10);
  });
  // The pair keeps the residue, if there is one, and nothing else.
  const bool has_residue = requires(TypeParam link) { std::move(link).residue(); };
  const auto files = files_in(this->scratch_.path());
  const Census census = Census::take(this->scratch_);
  go_on.open();
  go_on.open();
  EXPECT_EQ(pair.complaint(), "");
  if (has_residue) {
    EXPECT_FALSE(files.empty()) << "a residue without a marker could not be found again";
    EXPECT_EQ(files, census.objects) << "each marker stands for an object and each object has one";
  } else {
    EXPECT_EQ(files, std::set<std::string>{});
    EXPECT_EQ(census.objects, std::set<std::string>{});
  }
}

}  // namespace ipcbench::conformance
