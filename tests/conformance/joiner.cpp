// Joins a link in a freshly executed program, which has inherited nothing.
#include "tests/conformance/joiner.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/conformance/any_mechanism.hpp"
#include "tests/conformance/child.hpp"
#include "tests/conformance/messages.hpp"

namespace ipcbench::conformance {

namespace {

const MechanismUnderTest& joinable(std::string_view name) {
  for (const MechanismUnderTest* mechanism : those_that(is_joinable)) {
    if (mechanism->descriptor->name == name) return *mechanism;
  }
  throw Complaint("there is no such mechanism");
}

void join_and_talk(const MechanismUnderTest& mechanism, std::string_view address,
                   const LinkOptions& options) {
  AnyLink link = take(mechanism.join(address, options), "join");
  AnyEnd end = take(std::move(link).attach(Side::client), "attach");
  Correspondent client(end, options.message_bytes, Side::client);
  client.converse(1, joined_messages);
}

}  // namespace

void become_joiner(std::string_view mechanism, const std::string& address,
                   std::size_t message_bytes) {
  const int fd = Child::complaints_fd();
  ::fcntl(fd, F_SETFD, 0);  // the new program complains there too
  ::execl("/proc/self/exe", "conformance_tests", "--join", std::string(mechanism).c_str(),
          address.c_str(), std::to_string(message_bytes).c_str(), std::to_string(fd).c_str(),
          nullptr);
  throw Complaint("execl");
}

void live_as_joiner(int argc, char** argv) {
  if (argc != 6) std::exit(2);
  const int fd = std::atoi(argv[5]);
  Child::end_after(
      [argv] {
        const LinkOptions options{.message_bytes = std::strtoull(argv[4], nullptr, 10)};
        join_and_talk(joinable(argv[2]), argv[3], options);
      },
      fd);
}

}  // namespace ipcbench::conformance
