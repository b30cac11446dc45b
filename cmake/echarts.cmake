# ECharts for the interactive report: one file of the npm package, never committed.
#
# ipcbench_echarts(RESULT) sets RESULT to a folder with echarts.js and its licence, or to nothing.
# Without npm, without a network and with -DIPCBENCH_ECHARTS=OFF the build goes on, and the report
# has the figures as they are printed.
option(IPCBENCH_ECHARTS "Fetch ECharts from npm, for the interactive report" ON)

set(echarts_package echarts@6.1.0)
# Of dist/echarts.common.min.js: lines, points and bars, which is all that the report draws.
set(echarts_sha256 61f13280aba3161f77fc801bf5f9c786f55f10432153a0683fc5cc0700b013d5)

# npm checks the package against the registry's checksum, this the file against ours.
function(ipcbench_fetch_echarts folder npm problem)
  set(${problem} "" PARENT_SCOPE)
  set(unpacked ${folder}/unpacked)
  file(REMOVE_RECURSE ${unpacked})
  file(MAKE_DIRECTORY ${unpacked})
  execute_process(COMMAND ${npm} pack --silent --ignore-scripts --fetch-retries=0 ${echarts_package}
                  WORKING_DIRECTORY ${unpacked} TIMEOUT 60 RESULT_VARIABLE failed
                  OUTPUT_QUIET ERROR_QUIET)
  file(GLOB archive ${unpacked}/*.tgz)
  if(failed OR NOT archive)
    set(${problem} "npm cannot fetch ${echarts_package}" PARENT_SCOPE)
    return()
  endif()
  file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${unpacked}
       PATTERNS package/LICENSE package/NOTICE package/dist/echarts.common.min.js)
  set(script ${unpacked}/package/dist/echarts.common.min.js)
  set(sum)
  if(EXISTS ${script})
    file(SHA256 ${script} sum)
  endif()
  if(NOT sum STREQUAL echarts_sha256)
    set(${problem} "what npm fetched as ${echarts_package} has another checksum" PARENT_SCOPE)
    return()
  endif()
  file(READ ${unpacked}/package/LICENSE licence)
  file(READ ${unpacked}/package/NOTICE notice)
  # It becomes a comment of the page, which these would end.
  string(REGEX REPLACE "--+!?>" "- >" text "${notice}\n${licence}")
  file(WRITE ${folder}/licence.txt "${text}")
  # The last one: where it lies, all is well.
  file(RENAME ${script} ${folder}/echarts.js)
  file(REMOVE_RECURSE ${unpacked})
endfunction()

function(ipcbench_echarts result)
  set(${result} "" PARENT_SCOPE)
  if(NOT IPCBENCH_ECHARTS)
    message(STATUS "ECharts is switched off: reports are without interaction")
    return()
  endif()
  set(folder ${PROJECT_BINARY_DIR}/npm/echarts-${echarts_sha256})
  if(NOT EXISTS ${folder}/echarts.js)
    find_program(NPM npm)
    if(NPM)
      ipcbench_fetch_echarts(${folder} ${NPM} problem)
    else()
      set(problem "npm is not installed")
    endif()
    if(problem)
      message(STATUS "ECharts: ${problem}; reports are without interaction")
      return()
    endif()
  endif()
  set(${result} ${folder} PARENT_SCOPE)
endfunction()
