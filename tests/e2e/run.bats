#!/usr/bin/env bats
# A run: what it writes, and where.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}
HEADER='pattern,mechanism,size_bytes,placement,metric,value,unit,ci_low,ci_high,trials,status,reason,distance_ns'
SMALL=(run --suite smoke --mechanism pipe --rounds 1)

# What a terminal shows of a command, in $T/typescript; its exit code in $code.
# shellcheck disable=SC2034  # which the expectations read
on_terminal() {
  local line
  command -v script >/dev/null || skip 'there is no script(1) to make a terminal with'
  printf -v line '%q ' "$@"
  out=$T/typescript err=/dev/null code=0
  IPCBENCH_TEST=$TAG TERM=xterm boxed timeout --kill-after 5 300 \
    script --quiet --return --command "stty cols 80; $line" /dev/null >"$out" </dev/null || code=$?
}


@test "the CSV has the documented header and thirteen columns in every line" {
  capture bench run --suite smoke --rounds 2 --size 64,64k --mechanism 'pipe,udp,posix_mq,null' \
    --csv figures.csv
  expect_code 0
  [ "$(head -n 1 figures.csv)" = "$HEADER" ]
  [ "$(csv_rows figures.csv | awk -F '|' 'NF != 13' | wc -l)" -eq 0 ] ||
    complain "$(csv_rows figures.csv | awk -F '|' 'NF != 13')"
  [ "$(wc -l <figures.csv)" -gt 40 ]
  expect_no_line figures.csv '[Nn]a[Nn]|[Ii]nf'
}

@test "each cell that was asked for is in the CSV with its metrics, or skipped with a reason" {
  capture bench run --suite smoke --rounds 1 --size 64,64k --mechanism 'pipe,udp,posix_mq' \
    --csv figures.csv
  expect_code 0
  local mechanism metric pattern
  for mechanism in pipe udp; do
    for metric in rtt_p50 rtt_p90 rtt_p99 rtt_p999 rtt_mean rtt_min rtt_max; do
      [ "$(csv_rows figures.csv | grep -c "^round_trip|$mechanism|64|[^|]*|$metric|")" -eq 1 ] ||
        complain "$metric of $mechanism is not there once"
    done
    for metric in throughput messages loss; do
      [ "$(csv_rows figures.csv | grep -c "^stream|$mechanism|64|[^|]*|$metric|")" -eq 1 ] ||
        complain "$metric of $mechanism is not there once"
    done
  done
  for pattern in round_trip stream; do
    expect_cell figures.csv "$pattern" pipe 64 ok
    expect_cell figures.csv "$pattern" pipe 65536 ok
    expect_cell figures.csv "$pattern" udp 65536 skipped '65507'
    expect_cell figures.csv "$pattern" posix_mq 65536 skipped 'msgsize_max'
  done
}

@test "what could not be measured is empty, not zero, and has its reason" {
  capture bench run --suite smoke --rounds 1 --size 64,64k --mechanism 'pipe,udp' --csv figures.csv
  expect_code 0
  local bad
  # Ten milliseconds of round trips through the kernel are too few for these quantiles.
  bad=$(csv_rows figures.csv | awk -F '|' '$6 == "" && $12 == ""')
  [ -z "$bad" ] || complain "no value and no reason: $bad"
  bad=$(csv_rows figures.csv | awk -F '|' '$6 != "" && ($5 ~ /^rtt_/ || $5 == "throughput" || $5 == "messages") && !($6 > 0)')
  [ -z "$bad" ] || complain "a zero: $bad"
  bad=$(csv_rows figures.csv | awk -F '|' '$11 == "skipped" && ($5 != "" || $6 != "" || $10 != 0)')
  [ -z "$bad" ] || complain "skipped with figures: $bad"
  csv_rows figures.csv | grep -qE '\|rtt_p999\|\|ns\|.*\|needs [0-9]+ round trips' ||
    complain 'rtt_p999 without enough messages should be empty'
}

@test "the figures are plausible" {
  capture bench run --suite smoke --rounds 2 --size 64,4k --csv figures.csv \
    --mechanism 'pipe,tcp,udp,shm_futex,sysv_mq,boost_mq'
  expect_code 0
  csv_rows figures.csv | awk -F '|' '
    $5 == "" { next }
    { value[$1 "/" $2 "/" $3, $5] = $6 + 0; cells[$1 "/" $2 "/" $3] = $1 }
    $8 != "" && !($8 + 0 <= $6 + 0 && $6 + 0 <= $9 + 0) { print "outside its interval:", $0; bad = 1 }
    END {
      for (cell in cells) {
        if (cells[cell] == "round_trip") {
          low = value[cell, "rtt_min"]; p50 = value[cell, "rtt_p50"]; p90 = value[cell, "rtt_p90"]
          high = value[cell, "rtt_max"]; mean = value[cell, "rtt_mean"]
          # Quantiles are the middles of buckets, which may lie a little outside.
          if (!(low * 0.98 <= p50 && p50 <= p90 && p90 <= high * 1.02)) { print cell, low, p50, p90, high; bad = 1 }
          if (!(low <= mean * 1.02 && mean <= high * 1.02)) { print cell, "mean", mean; bad = 1 }
          if (!(p50 > 50 && p50 < 1e9)) { print cell, "p50", p50; bad = 1 }
        } else {
          split(cell, part, "/")
          rate = value[cell, "messages"]; through = value[cell, "throughput"]
          if (!(through > rate * part[3] / 1e6 * 0.99 && through < rate * part[3] / 1e6 * 1.01)) {
            print cell, rate, through; bad = 1
          }
          loss = value[cell, "loss"]
          if (!(loss >= 0 && loss <= 1)) { print cell, "loss", loss; bad = 1 }
          if (part[2] != "udp" && loss != 0) { print cell, "loses", loss; bad = 1 }
        }
      }
      if (length(cells) != 24) { print length(cells), "cells instead of 24"; bad = 1 }
      exit bad
    }' >verdict || complain "$(cat verdict)"
}

@test "with --csv - standard output is the CSV alone" {
  capture bench "${SMALL[@]}" --csv -
  expect_code 0
  [ "$(head -n 1 "$out")" = "$HEADER" ]
  [ "$(csv_rows "$out" | awk -F '|' 'NF != 13' | wc -l)" -eq 0 ]
  expect_line "$err" '^round trip in us'
  capture bench "${SMALL[@]}" --csv - --quiet
  expect_code 0
  [ "$(head -n 1 "$out")" = "$HEADER" ]
  expect_empty "$err"
}

@test "--quiet silences everything but errors" {
  capture bench "${SMALL[@]}" --quiet --out result.json
  expect_code 0
  expect_empty "$out"
  expect_empty "$err"
  is_json result.json
  capture bench run --suite smoke --mechanism udp --size 64k --rounds 1 --quiet --out result.json
  expect_error 'nothing could be measured'
}

@test "the result is JSON, written whole, in results/runs of the project" {
  capture bench "${SMALL[@]}" --no-html
  expect_code 0
  local files
  files=$(ls -A "$IPCBENCH_HOME/results/runs")
  [[ $files =~ ^[0-9]{8}T[0-9]{6}Z-[^/]+\.json$ ]] || complain "in results/runs: $files"
  is_json "$IPCBENCH_HOME/results/runs/$files"
  expect_line "$IPCBENCH_HOME/results/runs/$files" '"schema":"ipcbench-result"'
  expect_line "$err" "^result: $IPCBENCH_HOME/results/runs/$files$"
}

@test "two runs within a second do not overwrite each other's result" {
  bench "${SMALL[@]}" --quiet --pattern stream 3>&- &
  bench "${SMALL[@]}" --quiet --pattern stream
  wait $!
  bench "${SMALL[@]}" --quiet --pattern stream
  [ "$(find "$IPCBENCH_HOME/results/runs" -name '*.json' | wc -l)" -eq 3 ] ||
    complain "$(ls "$IPCBENCH_HOME/results/runs")"
}

@test "an earlier result is replaced, not appended to, and no temporary file stays" {
  seq 100000 >result.json
  capture bench "${SMALL[@]}" --out result.json --csv figures.csv --benchmark_out=report.json
  expect_code 0
  is_json result.json
  is_json report.json
  [ "$(ls -A)" = "$(printf 'figures.csv\nreport.json\nresult.json')" ] || complain "$(ls -A)"
}

@test "a seed gives the same order again, and is in the result" {
  local n
  for n in 1 2 3; do
    # Nothing says the order but the progress line of a terminal and Google Benchmark's rounds; the
    # plain progress line names the first cell.
    capture bench run --suite smoke --rounds 1 --pattern stream --seed "$((n * n))" --out "$n.json" \
      --size 64,128,256 --mechanism 'pipe,null,copy'
    expect_code 0
    grep -o 'now stream/.*' "$err" >"$n.first"
    capture bench run --suite smoke --rounds 1 --pattern stream --seed "$((n * n))" --out "$n.json" \
      --size 64,128,256 --mechanism 'pipe,null,copy'
    expect_code 0
    [ "$(grep -o 'now stream/.*' "$err")" = "$(cat "$n.first")" ] || complain 'another first cell'
    expect_line "$n.json" "\"seed\":$((n * n))[,}]"
  done
  # Nine cells: three seeds that all begin with the same one would be no shuffle.
  [ "$(cat ./*.first | sort -u | wc -l)" -gt 1 ]
}

@test "without a seed each run has its own, and says which" {
  capture bench "${SMALL[@]}" --pattern stream
  grep -o 'seed [0-9]*' "$err" >first
  capture bench "${SMALL[@]}" --pattern stream
  grep -o 'seed [0-9]*' "$err" >second
  [ "$(cat first)" != "$(cat second)" ] || complain "twice $(cat first)"
}

@test "the table fits into 80 columns, and has no escape codes in a file" {
  capture bench run --suite smoke --rounds 1 --size 64,4k,64k,1M --mechanism 'pipe,udp,shm_futex,null'
  expect_code 0
  expect_no_line "$out" '^.{81}'
  expect_no_line "$out" $'\033'
  expect_no_line "$err" $'\033'
  expect_no_line "$out" ' $'
  expect_line "$out" '^skipped:$'
  expect_line "$out" '^  udp at 64 KiB, 1 MiB: '
}

@test "the table marks the best of each size, and no floor" {
  # A stored result is shown: on a busy machine all rows of a new one may be noisy.
  capture bench show "$SOURCE/results/reference/quick.json"
  expect_code 0
  [ "$(grep -E '^[a-z_]+ ' "$out" | grep -oE ' \*[0-9]' | wc -l)" -eq 6 ] ||
    complain 'two patterns of three sizes have a best each'
  expect_no_line "$out" '^(null|copy) .*\*'
}

@test "every suite's table with every mechanism fits into 80 columns" {
  capture bench run --suite smoke --rounds 1 --size 64,64k --pattern stream --placement free
  expect_code 0
  expect_line "$out" '^shm_futex '
  expect_no_line "$out" '^.{81}'
}

@test "on a terminal the table has colours and the progress is one line that is cleared" {
  on_terminal "$IPCBENCH" show "$SOURCE/results/reference/quick.json"
  expect_code 0
  # The best of a size; on a busy machine all rows of a new run may be noisy.
  grep -q $'\033\\[1;32m' "$out"
  on_terminal "$IPCBENCH" "${SMALL[@]}" --out result.json
  expect_code 0
  grep -q $'\r\033\\[K\\[1/2\\]' "$out"
  grep -q 'estimating the time' "$out"
  # The last thing before the table clears the line.
  tr -d '\r' <"$out" | grep -qE $'\033\\[Kround trip in us'
}

@test "NO_COLOR leaves no colours on a terminal" {
  NO_COLOR=1 on_terminal "$IPCBENCH" "${SMALL[@]}" --out result.json
  expect_code 0
  expect_line "$out" 'round trip in us'
  expect_no_line "$out" $'\033\\[[0-9;]*m'
}

@test "a dumb terminal gets plain lines" {
  command -v script >/dev/null || skip 'there is no script(1) to make a terminal with'
  on_terminal env TERM=dumb "$IPCBENCH" "${SMALL[@]}" --out result.json --quiet
  expect_code 0
  on_terminal env TERM=dumb NO_COLOR=1 "$IPCBENCH" "${SMALL[@]}" --out result.json
  expect_code 0
  expect_line "$out" 'round trip in us'
  expect_no_line "$out" $'\033'
}

@test "a run works from a folder that cannot be written" {
  mkdir locked
  chmod 555 locked
  cd locked
  capture bench "${SMALL[@]}"
  expect_code 0
  cd /proc/self
  unset IPCBENCH_HOME
  capture bench "${SMALL[@]}"
  expect_code 0
  local result
  result=$(sed -n 's/^result: //p' "$err")
  is_json "$result"
  [[ $result == "$TMPDIR/ipcbench-results-$(id -u)/"* ]] || complain "the result is $result"
}

@test "a run works from a folder that is gone" {
  mkdir gone
  capture with sh -c 'cd "$1" && rmdir "$1" && shift && exec "$0" "$@"' "$IPCBENCH" "$PWD/gone" "${SMALL[@]}" --csv "$T/work/figures.csv"
  expect_code 0
  all_measured figures.csv 2
}

@test "a project that cannot be written sends the result elsewhere, and says where" {
  : >"$T/home/file"
  IPCBENCH_HOME=$T/home/file capture bench "${SMALL[@]}"
  expect_code 0
  expect_line "$err" "^result: $TMPDIR/ipcbench-results-[0-9]+/.*\.json$"
  is_json "$(sed -n 's/^result: //p' "$err")"
}

@test "standard output on a full disk is an error" {
  [ -e /dev/full ] || skip 'there is no /dev/full'
  capture with sh -c '"$0" "$@" >/dev/full' "$IPCBENCH" "${SMALL[@]}" --out result.json
  expect_code 2
  expect_line "$err" 'cannot write to standard output'
  is_json result.json
  capture with sh -c '"$0" "$@" >/dev/full' "$IPCBENCH" "${SMALL[@]}" --out result.json --quiet --csv -
  expect_code 2
}

@test "a result goes into a regular file, and a full disk is an error" {
  [ -e /dev/full ] || skip 'there is no /dev/full'
  capture bench "${SMALL[@]}" --out /dev/full
  expect_code 2
  expect_line "$err" '^ipcbench: --out /dev/full: not a regular file'
  capture bench "${SMALL[@]}" --csv /dev/full
  expect_code 2
  expect_line "$err" 'cannot write .*No space left'
}

@test "a reader that leaves early neither hangs the run nor leaves anything" {
  capture with bash -c '"$0" "$@" | head -n 1' "$IPCBENCH" "${SMALL[@]}" --out result.json
  expect_code 0
  [ "$(wc -l <"$out")" -eq 1 ]
  is_json result.json
  capture with bash -c '"$0" "$@" | true' "$IPCBENCH" "${SMALL[@]}" --csv - --quiet --out result.json
  is_json result.json
  capture with bash -c '"$0" "$@" 2>&1 | true' "$IPCBENCH" "${SMALL[@]}" --out result.json
}

@test "closed standard streams do no harm" {
  capture with bash -c '"$0" "$@" <&-' "$IPCBENCH" "${SMALL[@]}" --out result.json
  expect_code 0
  capture with bash -c '"$0" "$@" <&- >&- 2>&-' "$IPCBENCH" "${SMALL[@]}" --out second.json
  is_json second.json
}

@test "a budget ends a long run in time, with a valid result" {
  # Without it 1,000 rounds of 16 cells would take a quarter of an hour, and the watchdog end them.
  capture bench run --suite full --rounds 1000 --mechanism pipe,fifo --size 64,128,256,512 \
    --placement free --budget 1s --out result.json
  expect_code 0
  is_json result.json
  expect_line result.json '"budget_s":1'
}

@test "a budget that is too small for all cells skips the rest with the reason" {
  capture bench run --suite smoke --mechanism 'pipe,tcp,unix_*' --budget 60ms --csv figures.csv
  expect_code 0
  csv_rows figures.csv | grep -q '|skipped|the time budget was used up|$' || complain "$(cat figures.csv)"
  csv_rows figures.csv | grep -qE '\|(ok|noisy)\|' || complain "$(cat figures.csv)"
}

@test "cells of every placement class are measured or skipped with a reason" {
  capture bench run --suite smoke --rounds 1 --pattern round_trip --mechanism pipe,shm_spin \
    --placement same,cross,free,0:0 --csv figures.csv
  if ! taskset -c 0 true 2>/dev/null; then skip 'cpu 0 is not allowed here'; fi
  expect_code 0
  csv_rows figures.csv | grep -q '^round_trip|shm_spin|64|same|.*|skipped|spins' || complain 'spins on one cpu'
  csv_rows figures.csv | grep -q '^round_trip|shm_spin|64|0:0|.*|skipped|spins' || complain 'spins on one cpu'
  csv_rows figures.csv | grep -q '^round_trip|pipe|64|same|rtt_p50|[0-9]' || complain 'pipe, same'
  csv_rows figures.csv | grep -q '^round_trip|pipe|64|free|rtt_p50|[0-9]' || complain 'pipe, free'
}

@test "two runs at the same time are both fine" {
  bench "${SMALL[@]}" --mechanism 'posix_mq,sysv_*,boost_*,fifo' --quiet --out first.json 3>&- &
  capture bench "${SMALL[@]}" --mechanism 'posix_mq,sysv_*,boost_*,fifo' --quiet --out second.json
  expect_code 0
  wait $!
  is_json first.json
  is_json second.json
}
