# Third-party packages: the system's where it has them, a pinned download where it does not. The pins
# are the versions of Debian 13, which the gate builds with; json's is the first that CMake 4 takes.
include(FetchContent)

function(ipcbench_dependency package repository tag)
  find_package(${package} QUIET)
  if(${package}_FOUND)
    return()
  endif()
  message(STATUS "${package} is not installed: fetching ${tag} of ${repository}")
  FetchContent_Declare(${package} GIT_REPOSITORY https://github.com/${repository}.git
                       GIT_TAG ${tag} GIT_SHALLOW ON)
  FetchContent_MakeAvailable(${package})
endfunction()

set(BENCHMARK_ENABLE_TESTING OFF)
set(JSON_BuildTests OFF)
ipcbench_dependency(fmt fmtlib/fmt 10.1.1)
ipcbench_dependency(benchmark google/benchmark v1.9.1)
ipcbench_dependency(CLI11 CLIUtils/CLI11 v2.4.1)
ipcbench_dependency(nlohmann_json nlohmann/json v3.12.0)
ipcbench_dependency(tomlplusplus marzer/tomlplusplus v3.4.0)
# Boost.Interprocess is headers only; hwloc is a C library of autotools. Both are in every
# distribution, neither is worth building here.
if(POLICY CMP0167)
  # Boost's own package file; newer versions of CMake have none of their own, and warn.
  cmake_policy(SET CMP0167 NEW)
endif()
find_package(Boost 1.74 REQUIRED)
find_library(HWLOC_LIBRARY hwloc REQUIRED)
add_library(hwloc INTERFACE)
target_link_libraries(hwloc INTERFACE ${HWLOC_LIBRARY})
if(IPCBENCH_TESTS)
  ipcbench_dependency(GTest google/googletest v1.16.0)
endif()
