# What every target is compiled with.
add_library(ipcbench_compiler INTERFACE)
target_include_directories(ipcbench_compiler INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(ipcbench_compiler INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                                   -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 warns of overlapping copies inside std::string's operator+ (its bug 105651).
  target_compile_options(ipcbench_compiler INTERFACE -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # std::stable_sort of gcc 12's library calls a function that the library itself calls deprecated.
  # gcc still tells of any that we call.
  target_compile_options(ipcbench_compiler INTERFACE -Wno-deprecated-declarations)
endif()
if(IPCBENCH_TOGETHER)
  # Of two sources that are compiled as one, one may have a variable by the name of the other's function.
  target_compile_options(ipcbench_compiler INTERFACE -Wno-shadow)
endif()
if(IPCBENCH_WERROR)
  target_compile_options(ipcbench_compiler INTERFACE -Werror)
endif()
if(IPCBENCH_SANITIZE)
  set(sanitize -fsanitize=${IPCBENCH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(ipcbench_compiler INTERFACE ${sanitize})
  target_link_options(ipcbench_compiler INTERFACE ${sanitize})
endif()
if(IPCBENCH_FUZZ)
  # An index out of range, an empty optional: within the library's own types no sanitizer sees it.
  target_compile_definitions(ipcbench_compiler INTERFACE _GLIBCXX_ASSERTIONS)
endif()
target_compile_definitions(ipcbench_compiler INTERFACE
  IPCBENCH_VERSION="${PROJECT_VERSION}")
