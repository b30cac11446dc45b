#!/usr/bin/env bats
# Google Benchmark's flags.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

SMALL=(run --suite smoke --mechanism pipe --rounds 1)

@test "--benchmark_list_tests names the cells and measures nothing" {
  capture bench run --suite smoke --mechanism pipe,udp --size 64,4k --benchmark_list_tests
  expect_code 0
  expect_empty "$err"
  [ "$(wc -l <"$out")" -eq 8 ]
  [ "$(sort -u "$out" | wc -l)" -eq 8 ]
  [ "$(grep -cE '^(round_trip|stream)/(pipe|udp)/(64|4096)/[a-z]+$' "$out")" -eq 8 ] || complain 'odd names'
  [ -z "$(ls -A "$IPCBENCH_HOME")" ] || complain 'a list makes no result'
}

@test "--benchmark_list_tests keeps to the filter" {
  capture bench run --suite smoke --benchmark_list_tests '--benchmark_filter=^stream/unix_'
  expect_code 0
  [ "$(sort "$out" | cut -d / -f 2 | tr '\n' ' ')" = 'unix_dgram unix_seqpacket unix_stream ' ] || complain 'these:'
}

@test "--benchmark_filter selects cells, and a minus turns it around" {
  capture bench run --suite smoke --mechanism pipe,fifo --rounds 1 '--benchmark_filter=stream/pipe/' --csv figures.csv
  expect_code 0
  expect_cell figures.csv stream pipe 64 ok
  [ "$(csv_rows figures.csv | cut -d '|' -f 1-3 | sort -u)" = 'stream|pipe|64' ]
  capture bench run --suite smoke --mechanism pipe,fifo --rounds 1 '--benchmark_filter=-stream|fifo' --csv figures.csv
  expect_code 0
  [ "$(csv_rows figures.csv | cut -d '|' -f 1-3 | sort -u)" = 'round_trip|pipe|64' ]
}

@test "--benchmark_repetitions are rounds, and the report has aggregates" {
  capture bench run --suite smoke --mechanism pipe --pattern stream --benchmark_repetitions=3 \
    --benchmark_format=json --out result.json
  expect_code 0
  is_json "$out"
  expect_line result.json '"rounds":3'
  [ "$(grep -c '"run_type": "iteration"' "$out")" -eq 3 ] || complain 'three iterations'
  local aggregate
  for aggregate in mean median stddev cv; do
    [ "$(grep -c "\"aggregate_name\": \"$aggregate\"" "$out")" -eq 1 ] || complain "no $aggregate"
  done
}

@test "--benchmark_report_aggregates_only leaves the repetitions out" {
  capture bench run --suite smoke --mechanism pipe --pattern stream --benchmark_repetitions=3 \
    --benchmark_report_aggregates_only=true --benchmark_format=json
  expect_code 0
  is_json "$out"
  expect_no_line "$out" '"run_type": "iteration"'
  expect_line "$out" '"aggregate_name": "median"'
}

@test "--benchmark_format=json puts JSON alone on standard output, the table elsewhere" {
  capture bench "${SMALL[@]}" --benchmark_format=json
  expect_code 0
  is_json "$out"
  expect_line "$err" '^round trip in us'
  expect_line "$out" '"name": "round_trip/pipe/64/[a-z]+'
  expect_line "$out" '"real_time": [0-9]'
  expect_line "$out" '"bytes_per_second": [0-9]'
  expect_no_line "$out" '[Nn]a[Nn]|[Ii]nf\b'
}

@test "the report's times are the result's" {
  capture bench run --suite smoke --mechanism pipe --pattern round_trip --rounds 1 --benchmark_format=json --csv figures.csv
  expect_code 0
  local theirs ours unit
  theirs=$(sed -n 's/^ *"real_time": \(.*\),$/\1/p' "$out")
  unit=$(sed -n 's/^ *"time_unit": "\(.*\)",*$/\1/p' "$out" | head -n 1)
  ours=$(figure figures.csv round_trip pipe 64 rtt_p50)
  [ "$unit" = ns ] || complain "the unit is '$unit'"
  awk -v a="$theirs" -v b="$ours" 'BEGIN { exit !(a > b * 0.99 && a < b * 1.01) }' ||
    complain "real_time is $theirs, rtt_p50 is $ours"
}

@test "--benchmark_format=csv and =console are as the library writes them" {
  capture bench "${SMALL[@]}" --benchmark_format=csv --quiet
  expect_code 0
  expect_line "$out" '^name,iterations,real_time,cpu_time,time_unit'
  expect_line "$out" '^"stream/pipe/64/'
  capture bench "${SMALL[@]}" --benchmark_format=console --quiet
  expect_code 0
  expect_line "$out" '^Benchmark +Time'
  expect_line "$out" '^round_trip/pipe/64/'
  expect_no_line "$out" $'\033'
}

@test "--benchmark_out writes JSON to a file, and other formats on demand" {
  capture bench "${SMALL[@]}" --benchmark_out=report.json
  expect_code 0
  is_json report.json
  expect_line "$out" '^round trip in us'
  capture bench "${SMALL[@]}" --benchmark_out=report.csv --benchmark_out_format=csv
  expect_code 0
  expect_line report.csv '^name,iterations,real_time'
  capture bench "${SMALL[@]}" --benchmark_out=report.txt --benchmark_out_format=console
  expect_code 0
  expect_line report.txt '^Benchmark +Time'
  capture bench "${SMALL[@]}" --benchmark_out=both.json --benchmark_format=json --quiet
  expect_code 0
  is_json both.json
  is_json "$out"
}

@test "the context does not call an optimized build debug" {
  capture bench "${SMALL[@]}" --benchmark_format=json
  expect_code 0
  expect_line "$out" '"library_build_type": "release"'
  expect_line "$out" '"num_cpus": [0-9]'
}

@test "--benchmark_context reaches the report" {
  capture bench "${SMALL[@]}" --benchmark_format=json --benchmark_context=room=cellar
  expect_code 0
  is_json "$out"
  expect_line "$out" '"room": "cellar"'
}

@test "a skipped cell is in the report as an error with its reason" {
  capture bench run --suite smoke --rounds 2 --mechanism udp --pattern stream --size 64,64k --benchmark_format=json
  expect_code 0
  is_json "$out"
  [ "$(grep -c '"error_occurred": true' "$out")" -eq 1 ] || complain 'one cell is skipped, once'
  expect_line "$out" '"error_message": ".*65507'
}

@test "a cell that fails is in the report as an error with its reason, and the exit code is 2" {
  start run --suite smoke --mechanism pipe --pattern round_trip --rounds 1 --benchmark_min_time=5 \
    --benchmark_format=json --quiet
  await_children 2
  kill -KILL "${children[0]}"
  finish
  expect_code 2
  is_json "$out"
  expect_line "$out" '"error_occurred": true'
  expect_line "$out" '"error_message": ".*killed by signal 9'
}

@test "exit code 2 when nothing matched or nothing could be measured" {
  capture bench "${SMALL[@]}" --benchmark_filter=nomatch
  expect_code 2
  capture bench run --suite smoke --mechanism udp --size 64k --benchmark_format=json
  expect_code 2
  is_json "$out"
}

@test "--benchmark_min_time is how long a trial measures" {
  capture bench "${SMALL[@]}" --pattern stream --benchmark_min_time=0.2 --out result.json
  expect_code 0
  expect_line result.json '"measured_ms":200\.0'
  capture bench "${SMALL[@]}" --pattern stream --benchmark_min_time=0.1s --out result.json
  expect_code 0
  expect_line result.json '"measured_ms":100\.0'
}

@test "a flag of the library that means nothing here does no harm" {
  capture bench "${SMALL[@]}" --benchmark_enable_random_interleaving=false --benchmark_counters_tabular=true --csv figures.csv
  expect_code 0
  all_measured figures.csv 2
  # Our warm-up is the harness's: the flag may be refused, and must not warm up for ever.
  capture bench "${SMALL[@]}" --benchmark_min_warmup_time=0.01
  [ "$code" -eq 0 ] || expect_error 'benchmark_min_warmup_time'
}

@test "an interrupted run still writes the report whole" {
  start run --suite full --mechanism pipe,fifo --benchmark_out=report.json --quiet
  await_children 2
  sleep 0.2
  kill -INT "$pid"
  finish
  expect_code 130
  is_json report.json
}
