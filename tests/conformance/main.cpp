// Runs the tests; or, called with --join, is the unrelated process that joins a link by its
// address.
#include <gtest/gtest.h>

#include <csignal>
#include <string_view>

#include "tests/conformance/joiner.hpp"

int main(int argc, char** argv) {
  // As in the harness: a dead peer is an error of send, not the end of the process.
  ::signal(SIGPIPE, SIG_IGN);
  if (argc > 1 && std::string_view(argv[1]) == "--join") {
    ipcbench::conformance::live_as_joiner(argc, argv);
  }
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
