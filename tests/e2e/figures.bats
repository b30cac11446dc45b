#!/usr/bin/env bats
# Figures as files: which are drawn, in which colours, and the gallery that the project shows.

# shellcheck disable=SC2154  # what common.bash sets

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}

prepare_file() {
  export MADE=$BATS_FILE_TMPDIR/made COMPARED=$BATS_FILE_TMPDIR/compared
  mkdir "$MADE" "$COMPARED"
  python3 "$SOURCE/tests/browser/made_up_results.py" "$MADE"
  "$(dirname "$IPCBENCH")/tests/report_samples" "$COMPARED"
}

@test "figures writes all of them beside the result, and prints their paths" {
  cp "$MADE/usual.json" mine.json
  capture bench figures mine.json
  expect_code 0
  expect_empty "$err"
  expect_line "$out" '^mine-figures/round-trip-cross-lines\.svg$'
  [ "$(sort "$out")" = "$(find mine-figures -type f | sort)" ]
  expect_line mine-figures/round-trip-cross-lines.svg 'prefers-color-scheme'
}

@test "--list says what there is, and writes nothing" {
  capture bench figures "$MADE/usual.json" --list --only '*-lines'
  expect_code 0
  expect_line "$out" '^round-trip-cross-lines +Round trip, cross against size$'
  expect_no_line "$out" 'matrix'
  [ -z "$(ls)" ]
}

@test "--only and --scheme choose figures and colours" {
  capture bench figures "$MADE/usual.json" --only '*-lines,round-trip-cross-matrix' \
    --scheme light,dark -o some
  expect_code 0
  local figure
  for figure in round-trip-cross-lines round-trip-cross-matrix stream-cross-lines; do
    expect_no_line "some/$figure-light.svg" 'prefers-color-scheme'
    expect_line "some/$figure-light.svg" '--bg:#ffffff'
    expect_line "some/$figure-dark.svg" '--bg:#12161c'
    expect_no_line "some/$figure-dark.svg" '#ffffff'
  done
  expect_no_line "$out" 'spread'
}

@test "what spins stands apart also in a result that does not say what does" {
  capture bench figures "$SOURCE/results/reference/quick.json" --only round-trip-cross-matrix -o old
  expect_line old/round-trip-cross-matrix.svg 'spins: keeps two CPUs busy'
}

@test "a comparison has its figure, too, with every change as --report svg draws it" {
  capture bench figures "$COMPARED/plain.json" -o changes
  expect_code 0
  [ "$(cat "$out")" = changes/changes.svg ]
  cmp changes/changes.svg "$COMPARED/plain.svg"
}

@test "bad input: one line, exit code 2, and nothing is written" {
  refuses 'missing.json: No such file' figures missing.json
  refuses "no figure 'round-trip-cross-line', did you mean 'round-trip-cross-lines'\?.* --list\)" \
    figures "$MADE/usual.json" --only round-trip-cross-line
  refuses "no scheme 'pale' \(see: ipcbench figures --help\)" figures "$MADE/one.json" --scheme pale
  refuses 'is a comparison' figures "$COMPARED/plain.json" --regime near
  sed 's/"judged":true/"judged":1/' "$COMPARED/plain.json" >wrong.json
  refuses 'wrong.json: .*findings\[0\]\.judged: true or false is wanted' figures wrong.json
  refuses "--out: the folder has no name" figures "$MADE/one.json" -o ''
  echo '{"schema": "something else"}' >wrong.json
  refuses 'wrong.json: no result file' figures wrong.json
}

@test "--png needs rsvg-convert, and says so before anything is written" {
  capture bench_without_path figures "$MADE/usual.json" --png -o pictures
  expect_error 'librsvg2-bin'
  [ ! -e pictures ]
}

bench_without_path() { IPCBENCH_TEST=$TAG /usr/bin/env PATH=/nowhere "$IPCBENCH" "$@"; }

@test "the gallery is what is drawn of the reference results" {
  capture with "$SOURCE/plots/gallery/draw" "$IPCBENCH" "$PWD/drawn"
  expect_code 0
  local gallery=$SOURCE/plots/gallery
  # By name first: a figure too many or too few is told apart from one that looks different.
  diff <(cd drawn && ls -- *.svg) <(cd "$gallery" && ls -- *.svg) &&
    diff --brief drawn "$gallery" --exclude=README.md --exclude=draw ||
    complain 'the gallery is old. If the figures are meant to look different now:
    plots/gallery/draw PROGRAM, look at them, and commit them'
}

@test "the gallery shows each of its figures, for light and for dark pages" {
  local gallery=$SOURCE/plots/gallery file name
  for file in "$gallery"/*-light.svg; do
    name=$(basename "$file" -light.svg)
    expect_line "$gallery/README.md" "media=\"\(prefers-color-scheme: dark\)\" srcset=\"$name-dark\.svg\""
    expect_line "$gallery/README.md" "<img .*src=\"$name-light\.svg\""
  done
  # And none that is not there, here and on the first page.
  while read -r name; do
    [ -s "$gallery/$name" ] || complain "$name is not there"
  done < <(grep -ohE '[a-z0-9-]+-(light|dark)\.svg' "$gallery/README.md" "$SOURCE/README.md")
}
