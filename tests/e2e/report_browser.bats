#!/usr/bin/env bats
# The HTML report in a browser. cmake/packages/browser names what that takes; without it the tests
# are skipped. What npm has is fetched once into the build folder and never committed.

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}
PLAYWRIGHT=playwright-core@1.65.1
AXE=axe-core@4.14.1

prepare_file() {
  export BATS_TEST_TIMEOUT=200 BROWSER_MODULES REPORTS CHROMIUM
  BROWSER_MODULES=$(dirname "$IPCBENCH")/npm/browser
  REPORTS=$BATS_FILE_TMPDIR/reports
  CHROMIUM=$(command -v chromium || :)
  MISSING=$(what_is_missing) || :
  export MISSING
  [ -n "$MISSING" ] || make_reports
}

# fetch PACKAGE@VERSION: as node finds it.
fetch() {
  local folder=$BROWSER_MODULES/node_modules/${1%@*}
  [ ! -e "$folder/.$1" ] || return 0
  rm -rf "$folder"
  mkdir -p "$folder"
  (cd "$folder" && timeout 60 npm pack --silent --ignore-scripts --fetch-retries=0 "$1" &&
    tar xzf ./*.tgz --strip-components=1 && rm ./*.tgz && : >".$1") >"$BATS_FILE_TMPDIR/npm.log" 2>&1
}

what_is_missing() {
  local tool
  for tool in node npm chromium; do
    command -v "$tool" >/dev/null || { echo "$tool is not there"; return; }
  done
  if ! fetch "$PLAYWRIGHT" || ! fetch "$AXE"; then echo 'npm cannot fetch what drives the browser'; fi
}

make_reports() {
  local made=$BATS_FILE_TMPDIR/made name
  mkdir "$made" "$REPORTS"
  python3 "$SOURCE/tests/browser/made_up_results.py" "$made"
  for name in usual holes one nothing hostile full; do
    "$IPCBENCH" report "$made/$name.json" -o "$REPORTS/$name" --no-png
  done
  "$IPCBENCH" report "$made/usual.json" "$made/other.json" -o "$REPORTS/several"
  "$IPCBENCH" report "$made/usual.json" -o "$REPORTS/fixed" --no-interactive --no-png
  mkdir "$made/duels"
  "$(dirname "$IPCBENCH")/tests/report_samples" "$made/duels"
  "$IPCBENCH" report "$made/duels/plain.json" -o "$REPORTS/duel" --no-png
  "$IPCBENCH" report "$made/duels/hostile.json" -o "$REPORTS/hostile-duel" --no-png
  # As a program writes it that was built without ECharts.
  mkdir "$REPORTS/plain"
  sed '/^<!-- ECharts/,/^-->$/d; /^<script>$/,/^<\/script>$/d' "$REPORTS/usual/index.html" >"$REPORTS/plain/index.html"
  grep -q 'Apache Software' "$REPORTS/usual/index.html" || export MISSING='the program was built without ECharts'
}

# check NAME: as tests/browser/check.mjs calls it.
check() {
  [ -z "$MISSING" ] || skip "$MISSING"
  IPCBENCH_TEST=$TAG timeout --kill-after 5 180 node "$SOURCE/tests/browser/check.mjs" "$1" "$REPORTS"
}

@test "every check is here" {
  [ -z "$MISSING" ] || skip "$MISSING"
  local name
  node "$SOURCE/tests/browser/check.mjs" | while IFS= read -r name; do
    grep -qxF "  check '$name'" "$BATS_TEST_FILENAME" || { echo "missing: $name"; exit 1; }
  done
}

@test "nothing goes wrong on any page, light or dark, wide or narrow" {
  check 'nothing goes wrong on any page, light or dark, wide or narrow'
}

@test "without scripts there are tables, figures and reasons" {
  check 'without scripts there are tables, figures and reasons'
}

@test "below a throughput stands what was lost" {
  check 'below a throughput stands what was lost'
}

@test "a disturbed cell is not on the front of the costs" {
  check 'a disturbed cell is not on the front of the costs'
}

@test "links within the page keep what is looked at" {
  check 'links within the page keep what is looked at'
}

@test "what has no scripts asks for none" {
  check 'what has no scripts asks for none'
}

@test "each switch changes what is shown" {
  check 'each switch changes what is shown'
}

@test "columns sort, and say so" {
  check 'columns sort, and say so'
}

@test "of many lines the best of each family are named, and of few all" {
  check 'of many lines the best of each family are named, and of few all'
}

@test "what spins has a best of its own" {
  check 'what spins has a best of its own'
}

@test "a comparison is a page without scripts, its verdict first" {
  check 'a comparison is a page without scripts, its verdict first'
}

@test "the address keeps the view, and back goes back" {
  check 'the address keeps the view, and back goes back'
}

@test "the keyboard reaches everything, and what has the focus keeps it" {
  check 'the keyboard reaches everything, and what has the focus keeps it'
}

@test "the pointer shows all percentiles with their intervals" {
  check 'the pointer shows all percentiles with their intervals'
}

@test "figures zoom, and are saved as PNG and SVG" {
  check 'figures zoom, and are saved as PNG and SVG'
}

@test "the data is saved as CSV, the table copied as Markdown" {
  check 'the data is saved as CSV, the table copied as Markdown'
}

@test "one cell is shown with all of its figures" {
  check 'one cell is shown with all of its figures'
}

@test "on paper it is light, without controls, and figures are whole" {
  check 'on paper it is light, without controls, and figures are whole'
}

@test "no table is wider than paper" {
  check 'no table is wider than paper'
}

@test "names cannot become markup or scripts" {
  check 'names cannot become markup or scripts'
}

@test "nothing is run or loaded that the page does not have" {
  check 'nothing is run or loaded that the page does not have'
}

@test "a single cell and nothing at all are pages, too" {
  check 'a single cell and nothing at all are pages, too'
}

@test "several results stand side by side" {
  check 'several results stand side by side'
}

@test "axe finds nothing serious" {
  check 'axe finds nothing serious'
}

@test "without ECharts the table can be changed and the figures are there" {
  check 'without ECharts the table can be changed and the figures are there'
}
