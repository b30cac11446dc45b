# Puts the report's style sheet and scripts into the program.
#
# By the assembler, which copies a file as it is: a megabyte of numbers would take the C++ compiler
# longer than the rest of the program.
enable_language(ASM)

# ipcbench_embed_report(TARGET FOLDER ECHARTS SCRIPT...): the style sheet and the scripts are in
# FOLDER, and the scripts become one, in this order. ECHARTS is a folder or nothing.
function(ipcbench_embed_report target folder echarts)
  set(made ${PROJECT_BINARY_DIR}/report)
  set(script "\"use strict\";\n")
  foreach(name IN LISTS ARGN)
    set(file ${PROJECT_SOURCE_DIR}/${folder}/${name})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    string(APPEND script "${text}")
  endforeach()
  file(CONFIGURE OUTPUT ${made}/report.js CONTENT "@script@" @ONLY)
  file(SHA256 ${made}/report.js IPCBENCH_SCRIPT_SHA256)
  set(css ${PROJECT_SOURCE_DIR}/${folder}/report.css)
  if(echarts)
    file(SHA256 ${echarts}/echarts.js IPCBENCH_ECHARTS_SHA256)
    set(IPCBENCH_ECHARTS_FILE ${echarts}/echarts.js)
    set(IPCBENCH_LICENCE_FILE ${echarts}/licence.txt)
  else()
    file(WRITE ${made}/empty "")
    set(IPCBENCH_ECHARTS_SHA256)
    set(IPCBENCH_ECHARTS_FILE ${made}/empty)
    set(IPCBENCH_LICENCE_FILE ${made}/empty)
  endif()
  set(IPCBENCH_CSS_FILE ${css})
  set(IPCBENCH_SCRIPT_FILE ${made}/report.js)
  configure_file(cmake/report_files.S.in ${made}/report_files.S @ONLY)
  configure_file(plots/report_assets.cpp.in ${made}/report_assets.cpp @ONLY)
  set_source_files_properties(${made}/report_files.S PROPERTIES OBJECT_DEPENDS
    "${css};${made}/report.js;${IPCBENCH_ECHARTS_FILE};${IPCBENCH_LICENCE_FILE}")
  target_sources(${target} PRIVATE ${made}/report_files.S ${made}/report_assets.cpp)
endfunction()
