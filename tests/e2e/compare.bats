#!/usr/bin/env bats
# `ipcbench compare`, baselines, and what a pipeline is told by the exit code.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}
V1=$SOURCE/results/reference/quick.json
TINY=(run --suite smoke --rounds 6 --mechanism 'pipe,null' --size 64)

# edit IN OUT CODE: Python that changes the result `r`.
edit() {
  /usr/bin/python3 - "$@" <<'PYTHON'
import json, sys
source, target, code = sys.argv[1:]
r = json.load(open(source))

def calm():
    """All trials of a cell are its first, undisturbed: intervals have no width."""
    for cell in r["cells"] + [r["control"]]:
        first = cell["trials"][0]
        first["slices"] = first["slices"][:1]
        first["weather"] = {"distance_before_ns": 100, "distance_after_ns": 100, "steal_ns": 0}
        first.update(counted=True, regime="near")
        for side in ("client", "server"):
            first["usage"][side].update(involuntary_switches=0, major_faults=0)
        cell["trials"] = [dict(first, round=i) for i in range(8)]
        cell.update(status="ok", reason="", syscalls_per_message=2)
    r["settings"]["order"] = [list(range(len(r["cells"])))] * 8
    r["regimes"] = [dict(r["regimes"][0], boundary_ns=None, near_ns=100, far_ns=None, shown="near")]

def slower(factor, name="pipe"):
    for cell in r["cells"]:
        if cell["mechanism"] == name and cell["pattern"] == "stream":
            for trial in cell["trials"]:
                trial["slices"] = [dict(s, elapsed_ns=int(s["elapsed_ns"] * factor))
                                   for s in trial["slices"]]

exec(code)
json.dump(r, open(target, "w"))
PYTHON
}

# One run for all, and edited copies of it.
prepare_file() {
  cd "$BATS_FILE_TMPDIR" || return
  export RUN=$BATS_FILE_TMPDIR/run.json CALM=$BATS_FILE_TMPDIR/calm.json
  export SLOWER=$BATS_FILE_TMPDIR/slower.json
  TMPDIR=$BATS_FILE_TMPDIR "$IPCBENCH" "${TINY[@]}" --placement cross --out "$RUN" >/dev/null 2>&1 ||
    TMPDIR=$BATS_FILE_TMPDIR "$IPCBENCH" "${TINY[@]}" --out "$RUN" >/dev/null 2>&1
  edit "$RUN" "$CALM" 'r["regimes"] = r["regimes"] or [{"placement": "none"}]; calm()'
  edit "$CALM" "$SLOWER" 'slower(1.5); r["started_at"] = "2030-01-01T00:00:00Z"'
}

copy_of_calm() { cp "$CALM" "$1"; }

@test "two real runs give a verdict" {
  capture bench "${TINY[@]}" --quiet --out again.json
  expect_code 0
  capture bench compare "$RUN" again.json
  [ "$code" -le 4 ] && [ "$code" -ne 2 ] || complain "exit code $code"
  expect_text "$out" '(no regression|regression|inconclusive|not comparable)'
}

@test "equal results pass, and it is said that this is the weaker way" {
  copy_of_calm copy.json
  capture bench compare "$CALM" copy.json
  expect_code 0
  expect_empty "$err"
  expect_text "$out" 'no regression in 4 cells'
  expect_text "$out" 'stored baseline: .* ipcbench duel measures both at once'
}

@test "the machine of a comparison is the one that measured" {
  edit "$CALM" elsewhere.json 'r["environment"]["cpu"] = "Zen 99"'
  edit elsewhere.json later.json 'r["started_at"] = "2030-01-01T00:00:00Z"'
  capture bench compare elsewhere.json later.json --out compared.json
  expect_code 0
  grep -q '"cpu":"Zen 99"' compared.json || complain 'another machine is named'
}

@test "a slower cell is exit code 1, 0 with --warn-only" {
  capture bench compare "$CALM" "$SLOWER"
  expect_code 1
  expect_text "$out" 'regression: 1 of 4 cells is slower, at worst stream/pipe/64/'
  capture bench compare "$SLOWER" "$CALM"
  expect_code 0
  expect_text "$out" '\(1 faster\)'
  capture bench compare "$CALM" "$SLOWER" --warn-only
  expect_code 0
  expect_text "$out" 'regression'
  expect_line "$err" '^ipcbench: --warn-only: a regression'
}

@test "--only and --delta say what matters" {
  capture bench compare "$CALM" "$SLOWER" --only null
  expect_code 0
  capture bench compare "$CALM" "$SLOWER" --only rtt_p50,syscalls
  expect_code 0
  capture bench compare "$CALM" "$SLOWER" --only 'stream/pipe/*,throughput'
  expect_code 1
  capture bench compare "$CALM" "$SLOWER" --delta throughput=30%
  expect_code 0
}

@test "too few trials are inconclusive: 3, or 0 if that may pass" {
  edit "$CALM" few.json 'for c in r["cells"]: c["trials"] = c["trials"][:3]'
  capture bench compare "$CALM" few.json
  expect_code 3
  expect_text "$out" 'inconclusive: 4 of 4 cells'
  expect_text "$out" 'no interval in B: 3 trials of 6'
  capture bench compare "$CALM" few.json --inconclusive pass
  expect_code 0
  expect_line "$err" '^ipcbench: --inconclusive pass'
  capture bench compare "$CALM" few.json --inconclusive fail
  expect_code 3
}

@test "another machine is exit code 4, and --force compares all the same" {
  edit "$SLOWER" other.json 'r["environment"].update(kernel="6.1.0", host="elsewhere")'
  capture bench compare "$CALM" other.json
  expect_code 4
  expect_text "$out" 'not comparable: kernel: A has '
  expect_no_line "$out" '^(regression|no regression)'
  capture bench compare "$CALM" other.json --warn-only --inconclusive pass
  expect_code 4
  capture bench compare "$CALM" other.json --force
  expect_code 1
  expect_text "$out" 'regression.*FORCED'
}

@test "what has no cell in common is exit code 2" {
  edit "$CALM" tcp.json 'r["cells"] = [dict(c, mechanism="udp") for c in r["cells"] if c["mechanism"] == "pipe"]
r["settings"]["order"] = []
r["mechanisms"] = [dict(m, name={"pipe": "udp"}.get(m["name"], m["name"])) for m in r["mechanisms"]]
r["control"] = None'
  capture bench compare "$CALM" tcp.json
  expect_code 2
  expect_text "$out" 'nothing matched'
  expect_text "$out" '4 cells are only in A: '
}

@test "a cell that fails now is exit code 2" {
  edit "$CALM" failed.json 'r["cells"][0].update(status="error", reason="the server died")'
  capture bench compare "$CALM" failed.json
  expect_code 2
  expect_text "$out" 'error: 1 cell failed in B.*the server died'
}

@test "CPUs that are another distance apart are not comparable" {
  [ "$(grep -c '"near_ns":' "$CALM")" -gt 0 ] || skip 'one CPU'
  edit "$CALM" far.json 'r["regimes"][0]["near_ns"] = 400'
  capture bench compare "$CALM" far.json
  expect_code 4
  expect_text "$out" 'the CPUs of A were 100 ns apart, those of B 400 ns'
}

@test "a folder's newest run of this machine is the base, and junk in it is passed over" {
  mkdir -p history/sub.json
  local i
  for i in {10..34}; do
    edit "$CALM" "history/run-$i.json" "r['started_at'] = '2026-01-${i}T00:00:00Z'"
  done
  edit "$SLOWER" history/z-other.json \
    'r["started_at"] = "2026-02-01T00:00:00Z"; r["environment"]["cpu"] = "another"'
  edit "$SLOWER" history/z-later.json 'r["started_at"] = "2031-01-01T00:00:00Z"'
  cp "$SLOWER" history/zz-new.json
  echo '{}' >history/junk.json
  head -c 1000 "$CALM" >history/cut.json
  echo text >history/README.md
  ln -s /nonexistent history/dangling.json
  capture bench compare history history/zz-new.json
  expect_code 1
  expect_text "$out" 'A +history/run-34.json'
  expect_text "$out" 'thresholds from 25 earlier runs'
  expect_text "$out" 'passed over: history/junk.json: '
  expect_text "$out" 'passed over: history/cut.json: '
  expect_text "$out" 'z-later.json is from after B'
}

@test "a folder with nothing of use is an error" {
  mkdir empty junk
  echo '{}' >junk/a.json
  refuses 'empty: no earlier result to compare with' compare empty "$CALM"
  refuses 'junk: no earlier result .*passed over: junk/a.json: ' compare junk "$CALM"
}

@test "compare refuses what it cannot read, in one line" {
  head -c 5000 "$RUN" >cut.json
  echo '{"context":{}}' >foreign.json
  sed 's/"schema_version":2/"schema_version":3/' "$RUN" >newer.json
  : >empty.json
  mkdir folder
  local order
  for order in 'OTHER RUN' 'RUN OTHER'; do
    local other
    for other in cut:'the text ends too early' foreign:'no result file of ipcbench' \
      newer:'made by a newer ipcbench' empty:'.' missing:'No such file'; do
      # shellcheck disable=SC2046  # two words
      refuses "${other#*:}" compare $(echo "$order" | sed "s|RUN|$RUN|; s|OTHER|${other%%:*}.json|")
    done
  done
  refuses 'folder: Is a directory' compare "$RUN" folder
  refuses 'compared with itself' compare "$RUN" "$RUN"
  refuses 'compared with itself' compare "$RUN" "$BATS_FILE_TMPDIR/./run.json"
  refuses 'OLD and NEW are wanted' compare "$RUN"
  refuses 'OLD and NEW are wanted' compare "$RUN" "$CALM" "$SLOWER"
  refuses 'results is required' compare
  refuses 'standard input can be only one' compare - -
  refuses "no cell and no metric matches 'pip', did you mean 'pipe'" compare "$RUN" "$CALM" --only pip
  refuses "no metric 'rtt_p5'.*did you mean" compare "$RUN" "$CALM" --delta rtt_p5=3%
  refuses "a percentage such as 2%" compare "$RUN" "$CALM" --delta many
  refuses "pass or fail is wanted" compare "$RUN" "$CALM" --inconclusive perhaps
  refuses "FORMAT=FILE is wanted" compare "$RUN" "$CALM" --report text
  refuses "no format 'xml'" compare "$RUN" "$CALM" --report xml=verdict
  refuses "cannot write" compare "$RUN" "$CALM" --report text=missing/verdict
}

@test "one of the two may be standard input" {
  capture with bash -c '"$0" compare - "$2" <"$1"' "$IPCBENCH" "$CALM" "$SLOWER"
  expect_code 1
}

@test "a report goes to its file" {
  capture bench compare "$CALM" "$SLOWER" --all --report text=verdict.txt
  expect_code 1
  diff "$out" verdict.txt
}

@test "a file of the first schema is compared with its like, and not with a newer one" {
  cp "$V1" copy.json
  capture bench compare "$V1" copy.json
  expect_code 3
  expect_text "$out" 'no change: [1-9][0-9]* of '
  capture bench compare "$V1" "$RUN"
  expect_code 4
  expect_text "$out" 'not comparable'
}

@test "a baseline is kept under its name and compared with" {
  capture bench "${TINY[@]}" --save-baseline main
  expect_code 0
  expect_line "$err" '^baseline: .*/results/baselines/main.json$'
  capture bench show "$IPCBENCH_HOME/results/baselines/main.json"
  expect_code 0
  capture bench "${TINY[@]}" --save-baseline main --quiet
  expect_line "$err" 'main.json \(the one before is replaced\)$'
  cp "$CALM" "$IPCBENCH_HOME/results/baselines/main.json"
  capture bench compare --baseline main "$SLOWER"
  expect_code 1
  capture bench compare "$SLOWER" --baseline main
  expect_code 1
  edit "$CALM" "$IPCBENCH_HOME/results/baselines/other.json" 'r["environment"]["cpu"] = "another"'
  capture bench "${TINY[@]}" --baseline other
  expect_code 4
  expect_text "$out" 'not comparable: cpu: A has another'
  capture bench "${TINY[@]}" --baseline other --quiet
  expect_code 4
  expect_line "$err" '^ipcbench: not comparable'
  expect_empty "$out"
}

@test "the verdict of a run never mixes with what is for programs" {
  mkdir -p "$IPCBENCH_HOME/results/baselines"
  edit "$CALM" "$IPCBENCH_HOME/results/baselines/other.json" 'r["environment"]["cpu"] = "another"'
  capture bench "${TINY[@]}" --baseline other --csv -
  expect_code 4
  expect_line "$err" '^not comparable'
  expect_no_line "$out" 'not comparable'
}

@test "a run with a baseline has the options of a comparison" {
  mkdir -p "$IPCBENCH_HOME/results/baselines"
  edit "$CALM" "$IPCBENCH_HOME/results/baselines/main.json" 'r["environment"]["cpu"] = "another"'
  capture bench "${TINY[@]}" --baseline main --report json=- --report markdown=verdict.md --delta 7%
  expect_code 4
  /usr/bin/python3 "$SOURCE/tests/validate.py" comparison-v1 "$out" || complain 'no valid JSON'
  [ "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["rules"]["delta_p50"])' \
    "$out")" = 0.07 ]
  expect_line verdict.md 'cpu'
  expect_line "$err" 'not comparable'
  # They are about a baseline.
  local option
  for option in --warn-only '--delta 3%' '--inconclusive pass' '--report json=-' '--only pipe'; do
    # shellcheck disable=SC2086  # an option and its value
    refuses 'requires --baseline' run --suite smoke $option
  done
  refuses 'matches' "${TINY[@]}" --baseline main --only nonsense
  refuses 'both want standard output' "${TINY[@]}" --baseline main --report json=- --csv -
  refuses 'one file' "${TINY[@]}" --baseline main --report json=x --csv x
}

@test "a run without errors is wanted for a baseline" {
  start run --suite full --quiet --placement free --size 64 --mechanism pipe --save-baseline main \
    --out partial.json --json-stream events
  await_file partial.json
  kill -TERM "$pid"
  finish
  expect_code 143
  expect_line "$err" 'no baseline was saved'
  [ ! -e "$IPCBENCH_HOME/results/baselines/main.json" ]
}

@test "baselines have plain names, and a missing one has a hint" {
  local name
  for name in ../main a/b .. .hidden '' 'a b' /etc/passwd; do
    refuses "a name is wanted" run --suite smoke --save-baseline "$name"
    refuses "a name is wanted" run --suite smoke --baseline "$name"
  done
  refuses "a name is wanted" compare "$RUN" --baseline ../main
  refuses "a name is wanted" compare "$RUN" --baseline ''
  refuses "no baseline 'main' \(there is none\); ipcbench run --save-baseline main makes it" \
    compare "$RUN" --baseline main
  mkdir -p "$IPCBENCH_HOME/results/baselines"
  cp "$CALM" "$IPCBENCH_HOME/results/baselines/main.json"
  refuses "no baseline 'mainn', did you mean 'main'\? \(there are: main\)" \
    run --suite smoke --baseline mainn
  refuses 'only NEW is wanted' compare "$RUN" "$CALM" --baseline main
  refuses 'would replace what it is measured by' run --suite smoke --baseline a --save-baseline a
}
