#!/usr/bin/env bats
# The HTML report as a command: what it writes where, and what it refuses.

# shellcheck disable=SC2154  # what common.bash sets

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}

prepare_file() {
  export MADE=$BATS_FILE_TMPDIR/made
  mkdir "$MADE"
  python3 "$SOURCE/tests/browser/made_up_results.py" "$MADE"
}

# refuses PATTERN ARGUMENTS...: exit code 2, one line that matches, nothing on standard output.
refuses() {
  local pattern=$1
  shift
  capture bench "$@"
  [ "$code" -eq 2 ] || complain "exit code $code"
  [ "$(wc -l <"$err")" -eq 1 ] || complain "$(cat "$err")"
  grep -qE -- "$pattern" "$err" || complain "$(cat "$err")"
  [ ! -s "$out" ] || complain 'something is on standard output'
}

@test "report writes a page and figures beside the result, and prints the path" {
  cp "$MADE/usual.json" mine.json
  capture bench report mine.json
  [ "$code" -eq 0 ]
  [ "$(cat "$out")" = mine-report/index.html ]
  [ ! -s "$err" ]
  grep -q '<h2>The answer</h2>' mine-report/index.html
  [ -s mine-report/figures/round-trip-cross-lines.svg ]
}

@test "the page names no address to load anything from" {
  capture bench report "$MADE/usual.json" -o page
  # What is within the page begins with # or data:; ECharts' own code is no element.
  if sed '/^<script>/,$d' page/index.html |
    grep -oE '<(link|img|iframe|object|embed|source|use|script|image)[^>]*(src|href)="[^>]*>' |
    grep -vE '(src|href)="(#|data:)'; then
    complain 'something would be loaded'
  fi
  grep -q "default-src 'none'" page/index.html
}

@test "--no-interactive leaves every script out" {
  capture bench report "$MADE/usual.json" -o page --no-interactive
  [ "$code" -eq 0 ]
  if grep -qi '<script' page/index.html; then complain 'there is a script'; fi
  grep -q "script-src 'none'" page/index.html
}

@test "several results have names, told apart where their files are called the same" {
  mkdir a b
  cp "$MADE/usual.json" a/run.json
  cp "$MADE/other.json" b/run.json
  capture bench report a/run.json b/run.json
  [ "$(cat "$out")" = ipcbench-report/index.html ]
  grep -q '<th scope="col" class="name">b/run.json</th>' ipcbench-report/index.html
  [ -d ipcbench-report/figures/2-b_run.json ]
  capture bench report a/run.json b/run.json -o named --name before --name '<b>after'
  grep -q '<th scope="col" class="name">&lt;b&gt;after</th>' named/index.html
}

@test "a result from standard input" {
  capture bench_from "$MADE/one.json" report -
  [ "$code" -eq 0 ]
  [ -s ipcbench-report/index.html ]
}

bench_from() {
  local file=$1
  shift
  with "$IPCBENCH" "$@" <"$file"
}

@test "bad input: one line, exit code 2, and nothing is written" {
  refuses 'missing.json: No such file' report missing.json -o page
  refuses '1 results and 2 names' report "$MADE/one.json" --name a --name b -o page
  refuses '--name: a result needs a name' report "$MADE/one.json" --name '' -o page
  refuses 'standard input can be only one' report - - -o page
  echo '{"schema": "something else"}' >wrong.json
  refuses 'wrong.json' report "$MADE/one.json" wrong.json -o page
  [ ! -e page ]
  echo file >page
  refuses 'page' report "$MADE/one.json" -o page
  [ "$(cat page)" = file ]
}

@test "--png needs rsvg-convert, and says so before anything is written" {
  capture bench_without_path report "$MADE/one.json" -o page --png
  [ "$code" -eq 2 ]
  grep -q 'librsvg2-bin' "$err"
  [ ! -e page ]
}

bench_without_path() { IPCBENCH_TEST=$TAG /usr/bin/env PATH=/nowhere "$IPCBENCH" "$@"; }

@test "--png makes a picture of each figure" {
  command -v rsvg-convert >/dev/null || skip 'rsvg-convert is not there'
  capture bench report "$MADE/one.json" -o page --png
  [ "$code" -eq 0 ]
  [ "$(find page -name '*.svg' | wc -l)" -eq "$(find page -name '*.png' | wc -l)" ]
  [ "$(head -c 4 "$(find page -name '*.png' | head -n 1)" | tail -c 3)" = PNG ]
}

@test "run ends with a report beside its result, unless it is told otherwise" {
  local measure=(run --suite smoke --mechanism pipe --size 64 --pattern round_trip)
  capture bench "${measure[@]}"
  [ "$code" -eq 0 ]
  local page
  page=$(sed -n 's/^report: //p' "$err")
  [ -s "$page" ]
  [ -e "${page%-report/index.html}.json" ]
  rm -r "$IPCBENCH_HOME"/results
  capture bench "${measure[@]}" --no-html
  capture bench "${measure[@]}" --out mine.json
  [ -z "$(find . "$IPCBENCH_HOME" -name '*.html')" ]
  capture bench "${measure[@]}" --out mine.json --html page
  [ -s page/index.html ]
  refuses 'exclude each other' "${measure[@]}" --html page --no-html
}

@test "a report of a full result stays below 5 MB, and of ten results, too" {
  capture bench report "$MADE/full.json" -o one
  [ "$(stat -c %s one/index.html)" -lt 5000000 ] || complain "$(stat -c %s one/index.html) bytes"
  local ten=()
  for _ in {1..10}; do ten+=("$MADE/full.json"); done
  capture bench report "${ten[@]}" -o ten
  [ "$code" -eq 0 ]
  [ "$(stat -c %s ten/index.html)" -lt 5000000 ] || complain "$(stat -c %s ten/index.html) bytes"
}
