// A sender that is far ahead waits; it neither loses nor overwrites anything.
#include <atomic>
#include <new>

#include "base/mapping.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

using Counter = std::atomic<std::uint64_t>;

}  // namespace

using BackPressure = Conformance;
INSTANTIATE_TEST_SUITE_P(, BackPressure, each_that(has_peer, is_reliable), by_name);

TEST_P(BackPressure, ASenderThatIsFarAheadWaitsAndNothingIsLost) {
  constexpr std::size_t bytes = 4000;
  constexpr std::size_t depth = 8;
  // Sixteen megabytes: more than any socket buffers.
  constexpr std::uint64_t count = 4000;
  const LinkOptions options = link_options(bytes, depth);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  const auto memory = take(Mapping::anonymous_shared(2 * sizeof(Counter)), "memory");
  auto* const sent = new (memory.data()) Counter[2]{};
  const Gate stuck;
  Pair pair(mechanism(), options, [&](AnyEnd& end, Side side) {
    Correspondent correspondent(end, bytes, side);
    for (const Side sender : {Side::client, Side::server}) {
      if (side != sender) {
        stuck.pass();
        correspondent.expect_all(1, count);
        continue;
      }
      for (std::uint64_t i = 1; i <= count; ++i) {
        correspondent.send(i);
        ++sent[static_cast<unsigned>(side)];
      }
    }
  });
  std::string problem;
  for (const Side sender : {Side::client, Side::server}) {
    const Counter& so_far = sent[static_cast<unsigned>(sender)];
    // The other sender is asleep or has not begun; this one begins when the first part is through.
    await([&] { return so_far.load() > 0; }, "the first message");
    const bool spins = descriptor().waiting == Waiting::spins;
    const pid_t process = pair.process(sender).pid();
    await([&] { return spins ? so_far.load() == depth : is_asleep(process); }, "a stuck sender");
    if (so_far.load() >= count) problem = "the sender did not wait";
    stuck.open();
  }
  EXPECT_EQ(pair.complaint(), "");
  EXPECT_EQ(problem, "");
}

}  // namespace ipcbench::conformance
