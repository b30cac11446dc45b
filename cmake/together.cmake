# Compiles several sources as one (CMake's unity build): most of a source's time is in the headers
# that all of them include.
#
# Nobody needs to care: sources that declare a name for themselves, each its own, are kept apart.
# Names are read when the project is configured; one that came later may be "redefined" in a file
# unity_*.cxx until the project is configured again.
option(IPCBENCH_TOGETHER "Compile several sources as one, where nothing is measured" ON)

# Some seconds' worth: larger units would leave a core idle at the end.
set(ipcbench_enough_together 60000)

# What a source declares at the left margin, with a space around each name.
function(ipcbench_names_in source result)
  file(READ ${source} text)
  # These are special in CMake's lists.
  string(REGEX REPLACE "[];[\\]" "@" text "${text}")
  string(REGEX REPLACE "\n@@[a-z_]+@@ " "\n" text "${text}")
  string(REGEX MATCHALL "\n[A-Za-z][^\n]*" lines "${text}")
  set(names " ")
  foreach(line IN LISTS lines)
    string(SUBSTRING "${line}" 1 -1 line)
    # A name that is all capitals is a macro's: TEST(...).
    if(line MATCHES "^(namespace|template|static_assert|extern|using [^=]*$|[A-Z_]+\\()")
      continue()
    endif()
    if(line MATCHES "^(struct|class|enum class|enum|concept|using) ([A-Za-z0-9_]+)"
       OR line MATCHES "(^|[ &*:])([A-Za-z0-9_]+) *([({=@]|$)")
      string(APPEND names "${CMAKE_MATCH_2} ")
    endif()
  endforeach()
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

# Whether two texts of names have one in common.
function(ipcbench_share_a_name these those result)
  string(REPLACE " " ";" these "${these}")
  foreach(name IN LISTS these)
    string(FIND "${those}" " ${name} " position)
    if(name AND NOT position EQUAL -1)
      set(${result} TRUE PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(${result} FALSE PARENT_SCOPE)
endfunction()

# ipcbench_together(TARGET KIND MATCHING [EXCEPT NOT_MATCHING]): the target's sources whose names
# match, in as many units as they need; each goes into the smallest that has none of its names.
function(ipcbench_together target kind matching)
  if(NOT IPCBENCH_TOGETHER)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 3 NOT_OF "" "EXCEPT" "")
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "${matching}")
  if(NOT_OF_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "${NOT_OF_EXCEPT}")
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)

  set(total 0)
  foreach(source IN LISTS sources)
    get_filename_component(file ${source} ABSOLUTE)
    file(SIZE ${file} size)
    math(EXPR total "${total} + ${size}")
  endforeach()
  math(EXPR last "${total} / ${ipcbench_enough_together}")
  foreach(unit RANGE ${last})
    set(names_${unit} " ")
    set(size_${unit} 0)
  endforeach()

  foreach(source IN LISTS sources)
    get_filename_component(file ${source} ABSOLUTE)
    file(SIZE ${file} size)
    ipcbench_names_in(${file} names)
    set(best -1)
    foreach(unit RANGE ${last})
      ipcbench_share_a_name("${names}" "${names_${unit}}" apart)
      if(NOT apart AND (best EQUAL -1 OR size_${unit} LESS size_${best}))
        set(best ${unit})
      endif()
    endforeach()
    if(best EQUAL -1)
      math(EXPR last "${last} + 1")
      set(best ${last})
      set(names_${best} " ")
      set(size_${best} 0)
    endif()
    string(APPEND names_${best} "${names}")
    math(EXPR size_${best} "${size_${best}} + ${size}")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${kind}_${best})
  endforeach()
endfunction()
