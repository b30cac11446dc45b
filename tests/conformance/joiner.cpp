// Joins a link in a freshly executed program, which has inherited nothing.
#include "tests/conformance/joiner.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/conformance/child.hpp"
#include "tests/conformance/mechanisms_under_test.hpp"
#include "tests/conformance/messages.hpp"

namespace ipcbench::conformance {

namespace {

template <Transport T>
void join_and_talk(std::string_view address, const LinkOptions& options) {
  T link = take(T::join(address, options), "join");
  auto end = take(std::move(link).attach(Side::client), "attach");
  Correspondent client(end, options.message_bytes, Side::client);
  client.converse(1, joined_messages);
}

template <Transport... Ts>
void join_by_name(::testing::Types<Ts...>, std::string_view name, std::string_view address,
                  const LinkOptions& options) {
  const bool found =
      ((Ts::descriptor.name == name && (join_and_talk<Ts>(address, options), true)) || ...);
  require(found, "there is no such mechanism");
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
        join_by_name(Joinables{}, argv[2], argv[3], options);
      },
      fd);
}

}  // namespace ipcbench::conformance
