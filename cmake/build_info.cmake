# What this build is made of, for the result files: commit, compiler, flags.
#
# Included: ipcbench_build_info(FILE) adds FILE, written again when a source or the commit changes.
# As a script (-P): writes it. A build that changes nothing must find nothing to do, so the commit
# is not asked for each time, but when git's own records of it change.
if(CMAKE_SCRIPT_MODE_FILE)
  set(IPCBENCH_COMMIT unknown)
  if(GIT)
    execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --short=12 HEAD OUTPUT_VARIABLE commit
                    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    execute_process(COMMAND ${GIT} -C ${SOURCE} status --porcelain --untracked-files=no
                    OUTPUT_VARIABLE changes ERROR_QUIET)
    if(NOT failed)
      set(IPCBENCH_COMMIT ${commit})
      if(changes)
        string(APPEND IPCBENCH_COMMIT " with changes")
      endif()
    endif()
  endif()
  configure_file(${SOURCE}/cmake/build_info.cpp.in ${OUTPUT} @ONLY)
  return()
endif()

# Files that change when HEAD does: itself, its log, and the branch that it names.
function(ipcbench_git_records result)
  set(found)
  if(GIT)
    execute_process(COMMAND ${GIT} rev-parse --symbolic-full-name HEAD OUTPUT_VARIABLE branch
                    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_STRIP_TRAILING_WHITESPACE
                    ERROR_QUIET)
    foreach(name HEAD logs/HEAD ${branch})
      execute_process(COMMAND ${GIT} rev-parse --git-path ${name} OUTPUT_VARIABLE path
                      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_STRIP_TRAILING_WHITESPACE
                      ERROR_QUIET)
      get_filename_component(path "${path}" ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
      if(EXISTS "${path}" AND NOT IS_DIRECTORY "${path}")
        list(APPEND found ${path})
      endif()
    endforeach()
  endif()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

function(ipcbench_build_info file)
  find_program(GIT git)
  if(NOT GIT)
    set(GIT)
  endif()
  ipcbench_git_records(records)
  # Not CONFIGURE_DEPENDS, with which no build would ever be up to date before it was tried; a new
  # file is named in a CMakeLists.txt anyhow.
  file(GLOB_RECURSE sources base/*.[ch]pp transports/*.hpp harness/*.[ch]pp
       results/*.[ch]pp plots/*.[ch]pp bench/*.[ch]pp)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  set(flags "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}")
  if(IPCBENCH_SANITIZE)
    string(APPEND flags " -fsanitize=${IPCBENCH_SANITIZE}")
  endif()
  string(STRIP "${flags}" flags)
  add_custom_command(
    OUTPUT ${file}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUTPUT=${file} -DGIT=${GIT}
            -DIPCBENCH_COMPILER=${CMAKE_CXX_COMPILER_ID}\ ${CMAKE_CXX_COMPILER_VERSION}
            -DIPCBENCH_BUILD_TYPE=${CMAKE_BUILD_TYPE} "-DIPCBENCH_FLAGS=${flags}"
            -P ${PROJECT_SOURCE_DIR}/cmake/build_info.cmake
    DEPENDS ${sources} ${records} cmake/build_info.cmake cmake/build_info.cpp.in
    COMMENT "Noting what this build is made of"
    VERBATIM)
endfunction()
