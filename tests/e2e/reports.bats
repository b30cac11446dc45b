#!/usr/bin/env bats
# Reports of comparisons, read by those for whom they are made. Nobody measured what they tell:
# tests/unit/made_up_comparison.cpp has every verdict, every hole and hostile names.

# shellcheck disable=SC2154  # what common.bash sets

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}

prepare_file() {
  export SAMPLES=$BATS_FILE_TMPDIR/samples
  mkdir "$SAMPLES"
  "$(dirname "$IPCBENCH")/tests/report_samples" "$SAMPLES"
}

# read_by READER FILE...: with Debian's python, whose packages cmake/packages/test names.
read_by() {
  [ "$#" -gt 5 ] || complain 'there are fewer samples than that'
  /usr/bin/python3 "$SOURCE/tests/validate_reports.py" "$@" || complain "no valid $1"
}

# refused READER FILE
refused() {
  if /usr/bin/python3 "$SOURCE/tests/validate_reports.py" "$@" 2>/dev/null; then
    complain "$1 finds nothing wrong in $2"
  fi
}

@test "JSON fits its schema" {
  /usr/bin/python3 "$SOURCE/tests/validate.py" comparison-v1 "$SAMPLES"/*.json
}

@test "the schema finds a key too many, a verdict that is none, and a finding without its p" {
  local wrong
  sed 's/"fit":/"colour":1,"fit":/' "$SAMPLES/plain.json" >key.json
  sed 's/"verdict":"equivalent"/"verdict":"fine"/' "$SAMPLES/plain.json" >verdict.json
  sed 's/"p":[0-9.e-]*,//' "$SAMPLES/plain.json" >finding.json
  for wrong in key verdict finding; do
    if /usr/bin/python3 "$SOURCE/tests/validate.py" comparison-v1 "$wrong.json" 2>/dev/null; then
      complain "$wrong.json is valid"
    fi
  done
}

@test "JUnit XML is read by junitparser" {
  read_by junit "$SAMPLES"/*.junit
  sed '0,/<failure/s/failures="5"/failures="4"/' "$SAMPLES/plain.junit" >count.xml
  refused junit count.xml
}

@test "Markdown is read by GitHub's own parser, and names are no markup" {
  read_by markdown "$SAMPLES"/*.markdown
  sed 's/&#8203;//g' "$SAMPLES/hostile.markdown" >mention.md
  sed 's/\\|/|/g' "$SAMPLES/hostile.markdown" >torn.md
  sed 's/\\\([<>]\)/\1/g' "$SAMPLES/hostile.markdown" >html.md
  refused markdown mention.md
  refused markdown torn.md
  refused markdown html.md
}

@test "SVG is XML, and names are no markup" {
  read_by svg "$SAMPLES"/*.svg
  sed 's/&lt;/</g' "$SAMPLES/hostile.svg" >markup.svg
  refused svg markup.svg
}

@test "OpenMetrics are read by Prometheus's client" {
  read_by openmetrics "$SAMPLES"/*.openmetrics
}

@test "Bencher's metrics, github-action-benchmark's entries and CSV are as documented" {
  read_by bencher "$SAMPLES"/*.bencher
  read_by action-benchmark "$SAMPLES"/*.github-action-benchmark*
  read_by csv "$SAMPLES"/*.csv
}

@test "Go benchmark text is as Go's proposal wants it" {
  read_by benchstat "$SAMPLES"/*.benchstat*
  sed 's/ 3000 / /' "$SAMPLES/plain.benchstat" >count.txt
  refused benchstat count.txt
}

@test "Google Benchmark's own compare.py reads both files" {
  local compare=/usr/share/benchmark/compare.py name
  for name in plain hostile stored many nan; do
    /usr/bin/python3 "$SOURCE/tests/validate.py" gbench "$SAMPLES/$name.gbench"{,.b}
  done
  [ -e "$compare" ] || skip 'libbenchmark-tools is not installed'
  /usr/bin/python3 -c 'import scipy' 2>/dev/null || skip 'python3-scipy is not installed'
  for name in plain hostile stored; do
    capture /usr/bin/python3 "$compare" --no-color benchmarks "$SAMPLES/$name.gbench" \
      "$SAMPLES/$name.gbench.b"
    expect_code 0
    expect_line "$out" '^round_trip/'
  done
  capture /usr/bin/python3 "$compare" --no-color benchmarks "$SAMPLES/plain.gbench" \
    "$SAMPLES/plain.gbench.b"
  # 5.1 % slower, in each round and by the U test over twelve of them.
  expect_line "$out" '^round_trip/pipe.*/64/cross +[+]0[.]0510 '
  expect_line "$out" '^round_trip/pipe.*/64/cross_pvalue +0[.]0'
}

@test "annotations are what GitHub's own library writes" {
  local kept package=@actions/core@1.11.1
  command -v npm >/dev/null && command -v node >/dev/null || skip 'npm or node is not there'
  # Never committed: fetched once into the build folder.
  kept=$(dirname "$IPCBENCH")/npm/actions-core
  if [ ! -e "$kept/package/lib/command.js" ]; then
    mkdir -p "$kept"
    (cd "$kept" && timeout 60 npm pack --silent --fetch-retries=0 "$package" && tar xzf ./*.tgz) >npm.log 2>&1 ||
      skip "npm cannot fetch $package: $(tail -n 1 npm.log)"
  fi
  node "$SOURCE/tests/reports/annotations.cjs" "$kept/package" "$SAMPLES"/*.annotations
  sed 's/%25/%/' "$SAMPLES/plain.annotations" >wrong
  if node "$SOURCE/tests/reports/annotations.cjs" "$kept/package" "$PWD/wrong" 2>/dev/null; then
    complain 'a bare % is found right'
  fi
}
