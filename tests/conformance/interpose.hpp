// System calls of the test program go through here: they can be cut short, made to fail, and noted.
#pragma once

#include <set>
#include <string>

namespace ipcbench::conformance {

/// Every read, write, send and recv of this process moves at most so many bytes; 0: no limit.
void limit_transfers(std::size_t bytes);

/// Of the calls that set something up, the `nth` from now on fails; 0: none.
void fail_setup_call(unsigned nth);
/// The call that was made to fail; empty if there were not so many.
[[nodiscard]] std::string failed_setup_call();

/// The names (as marker files tell them) of all kernel objects that this process ever asked for.
[[nodiscard]] const std::set<std::string>& objects_asked_for();

/// For the interposed functions: whether this call is the one to fail; errno is set then.
[[nodiscard]] bool fails(const char* call, int code);

}  // namespace ipcbench::conformance
