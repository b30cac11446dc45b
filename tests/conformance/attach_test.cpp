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

using Attach = Conformance;
INSTANTIATE_TEST_SUITE_P(, Attach, each_that(has_peer), by_name);

TEST_P(Attach, KeepsNoMoreDescriptorsOpenThanTheEndNeeds) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  for (const Side side : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(side));
    EXPECT_EQ(complaint_in_child([&] {
                const std::size_t before = open_descriptors();
                std::optional<AnyLink> link = take(mechanism().open(options), "open");
                const std::size_t of_link = open_descriptors() - before;
                const Child peer("peer", [&] {
                  const auto end = attach(std::move(*link), other(side));
                  for (;;) ::pause();
                });
                const std::size_t of_others = open_descriptors() - of_link;
                {
                  const auto end = take(std::move(*link).attach(side), "attach");
                  const std::size_t of_end = open_descriptors() - of_others;
                  const std::size_t needed = descriptors_needed(descriptor());
                  require(of_end == needed, fmt::format("{} are open, {} needed", of_end, needed));
                  link.reset();
                  require(open_descriptors() - of_others == needed, "the link held some");
                }
                require(open_descriptors() == of_others, "the end left some open");
              }),
              "");
  }
}

TEST_P(Attach, UnmapsItsMemoryWithTheEnd) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  EXPECT_EQ(complaint_in_child([&] {
              const std::size_t before = shared_mappings();
              AnyLink link = take(mechanism().open(options), "open");
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

TEST_P(Attach, NormalUseLeavesNothingBehind) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  EXPECT_EQ(complaint_in_child([&] {
              const Census before = Census::take(scratch_);
              {
                Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
                  Correspondent(end, 64, side).converse(1, 10);
                });
                require(pair.complaint().empty(), "the two could not talk");
              }
              const Census after = Census::take(scratch_);
              require(after == before, after.text() + "; before: " + before.text());
            }),
            "");
}

TEST_P(Attach, AnAbandonedLinkLeavesNothingBehind) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  EXPECT_EQ(complaint_in_child([&] {
              const Census before = Census::take(scratch_);
              {
                const AnyLink link = take(mechanism().open(options), "open");
              }
              const Census after = Census::take(scratch_);
              require(after == before, after.text() + "; before: " + before.text());
            }),
            "");
}

TEST_P(Attach, NamesAreGoneWhileTheTwoStillTalk) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  const Gate go_on;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    go_on.pass();
    Correspondent(end, 64, side).converse(1, 10);
  });
  // The pair keeps the residue, if there is one, and nothing else.
  const bool has_residue = mechanism().link->residue != nullptr;
  const auto files = files_in(scratch_.path());
  const Census census = Census::take(scratch_);
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
