#!/usr/bin/env bats
# The HTML report as a command: what it writes where, and what it refuses.

# shellcheck disable=SC2154  # what common.bash sets

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}

prepare_file() {
  export MADE=$BATS_FILE_TMPDIR/made
  mkdir "$MADE"
  python3 "$SOURCE/tests/browser/made_up_results.py" "$MADE"
  mkdir "$MADE/duels"
  "$(dirname "$IPCBENCH")/tests/report_samples" "$MADE/duels"
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

# pictures_in FOLDER: as many as there are figures, and each is one.
pictures_in() {
  local picture
  [ "$(find "$1" -name '*.svg' | wc -l)" -eq "$(find "$1" -name '*.png' | wc -l)" ] || complain 'not each figure is a picture'
  find "$1" -name '*.png' | while IFS= read -r picture; do
    [ "$(head -c 4 "$picture" | tail -c 3)" = PNG ] || complain "$picture is none"
  done
}

@test "where rsvg-convert is, each figure of a result is a picture, too, unless --no-png" {
  command -v rsvg-convert >/dev/null || skip 'rsvg-convert is not there'
  capture bench report "$MADE/one.json" -o page
  [ "$code" -eq 0 ]
  pictures_in page
  capture bench report "$MADE/duels/plain.json" -o duel
  [ -s duel/figures/changes.png ]
  capture bench report "$MADE/one.json" -o none --no-png
  [ "$code" -eq 0 ]
  [ -z "$(find none -name '*.png')" ]
  refuses 'exclude each other' report "$MADE/one.json" -o neither --png --no-png
  [ ! -e neither ]
}

@test "the figures of an earlier report go, and nothing else" {
  capture bench report "$MADE/usual.json" -o page --no-png
  [ -e page/figures/stream-cross-lines.svg ]
  echo mine | tee page/figures/mine.svg page/figures/stream-cross-lines-mine.svg page/changes.svg >page/mine.png
  : >page/figures/round-trip-cross-matrix.png
  capture bench report "$MADE/one.json" -o page --no-png
  [ "$code" -eq 0 ]
  [ ! -e page/figures/stream-cross-lines.svg ]
  [ -z "$(find page/figures -name '*.png')" ] || complain 'a picture of another figure'
  [ "$(cat page/figures/mine.svg page/figures/stream-cross-lines-mine.svg page/changes.svg page/mine.png | wc -l)" -eq 4 ]
  [ -s page/figures/round-trip-cross-matrix.svg ]
  capture bench report "$MADE/one.json" "$MADE/other.json" -o page
  [ ! -e page/figures/round-trip-cross-matrix.svg ]
  [ -d page/figures/2-other ]
  echo mine >page/figures/2-other/mine.svg
  capture bench report "$MADE/one.json" -o page --no-png
  [ ! -e page/figures/1-one ]
  [ "$(find page/figures/2-other -type f)" = page/figures/2-other/mine.svg ]
}

@test "figures in a folder without a page are not taken for an earlier report's" {
  mkdir -p page/figures
  echo mine >page/figures/changes.svg
  capture bench report "$MADE/one.json" -o page --no-png
  [ "$code" -eq 0 ]
  [ "$(cat page/figures/changes.svg)" = mine ]
}

@test "of several results pictures are made on request" {
  command -v rsvg-convert >/dev/null || skip 'rsvg-convert is not there'
  capture bench report "$MADE/one.json" "$MADE/one.json" -o few
  [ "$code" -eq 0 ]
  [ -z "$(find few -name '*.png')" ]
  capture bench report "$MADE/one.json" "$MADE/one.json" -o all --png
  pictures_in all
}

@test "without rsvg-convert there are no pictures and no complaint" {
  capture bench_without_path report "$MADE/one.json" -o page
  [ "$code" -eq 0 ]
  [ ! -s "$err" ]
  [ -s page/index.html ]
  [ -z "$(find page -name '*.png')" ]
}

@test "pictures that fail: a line, and an error only for who asked for them" {
  mkdir broken
  # shellcheck disable=SC2016  # for that script
  printf '#!/bin/sh\n[ "$1" = --version ]\n' >broken/rsvg-convert
  chmod +x broken/rsvg-convert
  capture bench_with_path report "$MADE/one.json" -o page
  [ "$code" -eq 0 ]
  [ "$(wc -l <"$err")" -eq 1 ]
  grep -q 'rsvg-convert cannot make page/figures/' "$err"
  [ -s page/index.html ]
  [ -z "$(find page -name '*.png*')" ]
  capture bench_with_path report "$MADE/one.json" -o page --png
  [ "$code" -eq 2 ]
}

bench_with_path() { IPCBENCH_TEST=$TAG PATH=$PWD/broken:$PATH with "$IPCBENCH" "$@"; }

@test "what duel and compare write gets a page with its verdict and its changes" {
  capture bench report "$MADE/duels/plain.json"
  [ "$code" -eq 0 ]
  [ "$(cat "$out")" = "$MADE/duels/plain-report/index.html" ]
  [ ! -s "$err" ]
  grep -q '<b>regression</b>: 2 of 7 cells are slower' "$MADE/duels/plain-report/index.html"
  [ -s "$MADE/duels/plain-report/figures/changes.svg" ]
  capture bench_from "$MADE/duels/stored.json" report - -o stored
  [ "$code" -eq 0 ]
  grep -q 'The weaker way' stored/index.html
  capture bench compare "$MADE/usual.json" "$MADE/other.json" --quiet --out others.json
  [ "$code" -eq 4 ]
  capture bench report others.json -o others
  [ "$code" -eq 0 ]
  grep -q 'class="verdict bad name"><b>not comparable</b>: ' others/index.html
}

@test "a comparison that is not right: one line, exit code 2, and nothing is written" {
  refuses 'a comparison has a page of its own' report "$MADE/one.json" "$MADE/duels/plain.json" -o page
  refuses 'names its arms itself' report "$MADE/duels/plain.json" --name x -o page
  refuses 'is judged already' report "$MADE/duels/plain.json" --regime all -o page
  sed 's/"screening"/"glance"/' "$MADE/duels/plain.json" >wrong.json
  refuses 'wrong.json: control.rounds\[0\].phase: screening or confirmation is wanted' report wrong.json -o page
  head -c 3000 "$MADE/duels/plain.json" >cut.json
  refuses 'cut.json: .*the text ends too early' report cut.json -o page
  sed 's/"schema_version":1/"schema_version":7/' "$MADE/duels/plain.json" >newer.json
  refuses 'newer.json: made by a newer ipcbench' report newer.json -o page
  [ ! -e page ]
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

@test "results that are too many for a page of 5 MB are refused, and some of them fit" {
  local twenty=() fitting
  for _ in {1..20}; do twenty+=("$MADE/full.json"); done
  refuses '20 results make a page above 5 MB: the first [0-9]+ fit, and more with --no-interactive' report "${twenty[@]}" -o page
  [ ! -e page ]
  fitting=$(sed 's/.*the first \([0-9]*\) fit.*/\1/' "$err")
  capture bench report "${twenty[@]:0:fitting}" -o page
  [ "$code" -eq 0 ]
  [ "$(stat -c %s page/index.html)" -lt 5000000 ] || complain "$(stat -c %s page/index.html) bytes"
  capture bench report "${twenty[@]}" -o fixed --no-interactive
  [ "$code" -eq 0 ]
  [ "$(stat -c %s fixed/index.html)" -lt 5000000 ] || complain "$(stat -c %s fixed/index.html) bytes"
}

# most_memory COMMAND...: what it was resident with at most, in KiB.
most_memory() {
  /usr/bin/python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"
}

@test "a report of a full result takes less than 100 MB" {
  local file kib
  for file in "$MADE/full.json" "$SOURCE/results/reference/full.json"; do
    kib=$(most_memory "$IPCBENCH" report "$file" --no-png -o page)
    [ "$kib" -gt 1000 ] && [ "$kib" -lt 100000 ] || complain "$file: $kib KiB"
  done
}
