// Every call that open and attach make fails once: an Error, no leak, no hang, no exception.
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>

#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "base/owned_name.hpp"
#include "tests/conformance/census.hpp"
#include "tests/conformance/interpose.hpp"
#include "tests/conformance/pair.hpp"

namespace ipcbench::conformance {

namespace {

namespace fs = std::filesystem;

/// Disarms when a scope is left, so that what the test itself calls does not fail.
class Fault {
 public:
  explicit Fault(unsigned nth) { fail_setup_call(nth); }
  ~Fault() { disarm(); }
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;

  /// How many calls are left until it strikes is kept by the caller's `nth`.
  std::string disarm() {
    std::string met = failed_setup_call();
    fail_setup_call(0);
    return met;
  }
};

/// What one attempt with a failing call came to.
struct Attempt {
  std::string failed_call;     ///< empty: there were no more calls to fail
  std::optional<Error> error;  ///< what the mechanism made of it
};

template <class Result>
Attempt attempt_of(const Result& result, const std::string& failed_call) {
  Attempt attempt{.failed_call = failed_call, .error = {}};
  if (!result) attempt.error = result.error();
  return attempt;
}

Attempt open_with_fault(const MechanismUnderTest& mechanism, const LinkOptions& options,
                        unsigned nth) {
  Fault fault(nth);
  const auto link = mechanism.open(options);
  return attempt_of(link, fault.disarm());
}

Attempt attach_with_fault(const MechanismUnderTest& mechanism, const LinkOptions& options,
                          Side side, unsigned nth) {
  AnyLink link = take(mechanism.open(options), "open");
  const Child peer("peer", [&] {
    const auto end = std::move(link).attach(other(side));
    for (;;) ::pause();
  });
  Fault fault(nth);
  const auto end = std::move(link).attach(side);
  return attempt_of(end, fault.disarm());
}

/// Fails the first call, the second, and so on, until there is none left to fail.
void fail_each_call(const Scratch& scratch, const std::function<Attempt(unsigned)>& attempt) {
  require(!attempt(0).error, "it fails without a fault");
  const Census before = Census::take(scratch);
  for (unsigned nth = 1;; ++nth) {
    const Attempt got = attempt(nth);
    const Census after = Census::take(scratch);
    const std::string where = fmt::format("call {} ({})", nth, got.failed_call);
    require(after == before,
            fmt::format("{} leaks: {}; before: {}", where, after.text(), before.text()));
    if (got.failed_call.empty()) {
      require(!got.error, "an error without a fault");
      return;
    }
    require(got.error.has_value(), where + " was swallowed");
    require(!got.error->call.empty(), where + ": the error names no call");
    require(!got.error->message().empty(), where + ": the error has no text");
  }
}

/// Objects of somebody else under the names that this scratch folder gives out next.
class TakenNames {
 public:
  explicit TakenNames(const Scratch& scratch) {
    const std::string stem = fs::path(scratch.path()).filename();
    mq_attr attributes{};
    attributes.mq_maxmsg = 1;
    attributes.mq_msgsize = 1;
    for (int i = 0; i < count; ++i) {
      names_.push_back(fmt::format("/{}-{}", stem, i));
      const char* name = names_.back().c_str();
      const Fd memory(::shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600));
      ::sem_close(::sem_open(name, O_CREAT | O_EXCL, 0600, 0));
      const Fd queue(::mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &attributes));
    }
  }
  ~TakenNames() {
    for (const std::string& name : names_) {
      ::shm_unlink(name.c_str());
      ::sem_unlink(name.c_str());
      ::mq_unlink(name.c_str());
    }
  }
  TakenNames(const TakenNames&) = delete;
  TakenNames& operator=(const TakenNames&) = delete;

  /// Which of them are there.
  [[nodiscard]] std::set<std::string> found() const {
    std::set<std::string> all;
    for (const std::string& name : names_) {
      for (const ObjectKind kind :
           {ObjectKind::shared_memory, ObjectKind::named_semaphore, ObjectKind::message_queue}) {
        if (object_exists(marker_file(kind, name))) all.insert(marker_file(kind, name));
      }
    }
    return all;
  }

 private:
  static constexpr int count = 6;
  std::vector<std::string> names_;
};

}  // namespace

using Faults = Conformance;
INSTANTIATE_TEST_SUITE_P(, Faults, each_that(has_peer), by_name);

TEST_P(Faults, EveryFailingCallOfOpenIsAnErrorAndLeaksNothing) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  EXPECT_EQ(complaint_in_child([&] {
              fail_each_call(scratch_, [&](unsigned nth) {
                return open_with_fault(mechanism(), options, nth);
              });
            }),
            "");
}

TEST_P(Faults, EveryFailingCallOfAttachIsAnErrorAndLeaksNothing) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  for (const Side side : {Side::client, Side::server}) {
    SCOPED_TRACE(name_of(side));
    EXPECT_EQ(complaint_in_child([&] {
                fail_each_call(scratch_, [&](unsigned nth) {
                  return attach_with_fault(mechanism(), options, side, nth);
                });
              }),
              "");
  }
}

TEST_P(Faults, ANameThatSomebodyElseHasIsNotRemoved) {
  const LinkOptions options = link_options(64);
  if (const auto reason = unsupported(options)) GTEST_SKIP() << *reason;
  const TakenNames taken(scratch_);
  const auto before = taken.found();
  EXPECT_FALSE(before.empty());
  {
    const auto link = mechanism().open(options);
  }
  EXPECT_EQ(taken.found(), before);
  EXPECT_EQ(files_in(scratch_.path()), std::set<std::string>{});
}

}  // namespace ipcbench::conformance
