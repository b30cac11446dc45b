// Boost.Interprocess throws; the contract does not. The border between the two.
#pragma once

#include <cerrno>
#include <exception>

#include <boost/interprocess/exceptions.hpp>

#include "base/error.hpp"

namespace ipcbench {

/// Runs `action`; an exception becomes a Status with the errno that Boost kept.
template <class Action>
Status boost_status(const char* call, const Action& action) noexcept {
  try {
    action();
    return {};
  } catch (const boost::interprocess::interprocess_exception& e) {
    const int code = e.get_native_error();
    return Status::failure(call, code != 0 ? code : EIO);
  } catch (...) {
    return Status::failure(call, ENOMEM);
  }
}

/// The same for set-up code that makes something: `return boost_expected("...", [&] { ... });`
template <class Make>
auto boost_expected(const char* call, const Make& make) -> Expected<decltype(make())> {
  try {
    return make();
  } catch (const boost::interprocess::interprocess_exception& e) {
    const int code = e.get_native_error();
    return std::unexpected(Error{.call = call, .code = code, .hint = code == 0 ? e.what() : ""});
  } catch (const std::exception& e) {
    return std::unexpected(Error{.call = call, .code = ENOMEM, .hint = e.what()});
  }
}

}  // namespace ipcbench
