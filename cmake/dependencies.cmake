# Third-party packages: the system's first, a pinned download where the system has none.
include(FetchContent)

# FETCHCONTENT_TRY_FIND_PACKAGE_MODE would need CMake 3.24, so the order is spelled out here.
function(ipcbench_dependency package url hash)
  find_package(${package} QUIET)
  if(${package}_FOUND)
    return()
  endif()
  message(STATUS "${package}: not installed, fetching ${url}")
  FetchContent_Declare(${package} URL ${url} URL_HASH SHA256=${hash})
  FetchContent_MakeAvailable(${package})
endfunction()
