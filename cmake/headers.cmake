# Every header alone: a source for each, which includes nothing else, so that a header that needs
# another one and does not include it is found here and not with somebody's newer compiler.

# ipcbench_headers(NAME FOLDER... LIBRARIES LIBRARY...): an object library that is built on request
# only, of the headers of these folders, which include those libraries.
function(ipcbench_headers name)
  cmake_parse_arguments(PARSE_ARGV 1 OF "" "" "LIBRARIES")
  list(TRANSFORM OF_UNPARSED_ARGUMENTS PREPEND ${PROJECT_SOURCE_DIR}/)
  list(TRANSFORM OF_UNPARSED_ARGUMENTS APPEND /*.hpp OUTPUT_VARIABLE patterns)
  file(GLOB_RECURSE headers RELATIVE ${PROJECT_SOURCE_DIR} ${patterns})
  set(sources)
  foreach(header IN LISTS headers)
    set(source ${PROJECT_BINARY_DIR}/${name}/${header}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"@header@\"\n" @ONLY)
    list(APPEND sources ${source})
  endforeach()
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(${name} PRIVATE ${OF_LIBRARIES})
  # What is not used is not compiled, and the rest need not be fast.
  target_compile_options(${name} PRIVATE -O0)
endfunction()
