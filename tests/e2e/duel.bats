#!/usr/bin/env bats
# A duel: its verdicts, its reports, and arms that do not do what they should.
#
# Verdicts are of made-up arms, so that they can be foretold on any machine; --no-control, for the
# control cell is the machine's. No such duel comes near its budget, which leaves arms in Python time to
# start on a busy machine.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

CELL=(--mechanism pipe --size 64 --pattern round_trip)
FAST=(--budget 5m --confirmation 12 --no-control --seed 7)

arm() { echo "$BATS_TEST_DIRNAME/made_up_arm.py $*"; }

valid() {
  /usr/bin/python3 "${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}/tests/validate.py" "$@" ||
    complain "no valid $1"
}

# duel A B ARGUMENTS...
duel() { capture bench duel "${FAST[@]}" "${CELL[@]}" --out duel.json "$1" "$2" "${@:3}"; }

field() { python3 -c "
import json, sys
comparison = json.load(open('duel.json'))
cells = {cell['mechanism']: cell for cell in comparison['cells']}
print($1)"; }

@test "what is slower by more than delta is a regression, with exit code 1" {
  duel "$(arm)" "$(arm --rtt 10500)"
  expect_code 1
  expect_line "$out" '[Rr]egression|slower'
  [ "$(field 'comparison["verdict"]')" = regression ]
  [ "$(field 'comparison["cells"][0]["findings"][0]["confirmed"]')" = True ]
  [ "$(field '0.045 < comparison["cells"][0]["findings"][0]["change"]["value"] < 0.055')" = True ]
}

@test "what is the same is equivalent, with exit code 0" {
  duel "$(arm)" "$(arm --noise 0.003)"
  expect_code 0
  [ "$(field 'comparison["verdict"]')" = equivalent ]
}

@test "a change below delta fails nobody" {
  duel "$(arm)" "$(arm --rtt 10100)"
  expect_code 0
  duel "$(arm)" "$(arm --rtt 10100)" --delta 0.5%
  expect_code 1
}

@test "what is faster is an improvement, with exit code 0" {
  duel "$(arm --rtt 10500)" "$(arm)"
  expect_code 0
  [ "$(field 'comparison["cells"][0]["findings"][0]["verdict"]')" = improvement ]
}

@test "one system call more is a regression, whatever the times" {
  duel "$(arm)" "$(arm --syscalls 3)"
  expect_code 1
  expect_line "$out" 'syscalls|system call'
}

@test "a tail that is 30 % slower is a regression, by its own finding" {
  duel "$(arm)" "$(arm --p99 1.95)"
  expect_code 1
  [ "$(field '{each["metric"]: each["verdict"] for each in cells["pipe"]["findings"]}')" = \
    "{'rtt_p50': 'equivalent', 'rtt_p99': 'regression', 'syscalls': 'equivalent', 'switches': 'equivalent', 'faults': 'equivalent'}" ]
}

@test "one switch more a message is a regression, whatever the times" {
  duel "$(arm)" "$(arm --switches 2)"
  expect_code 1
  expect_line "$out" 'switches'
  [ "$(field '[each["metric"] for each in cells["pipe"]["findings"]
    if each["verdict"] == "regression"]')" = "['switches']" ]
}

@test "what is too restless to judge is inconclusive, with exit code 3 or as asked for" {
  duel "$(arm --noise 0.5)" "$(arm --noise 0.6)" --alpha 0.001
  expect_code 3
  duel "$(arm --noise 0.5)" "$(arm --noise 0.6)" --alpha 0.001 --inconclusive pass
  expect_code 0
}

@test "what is restless and surely not slower by the limit is clear, with exit code 0" {
  duel "$(arm --noise 0.02)" "$(arm --noise 0.021)" --alpha 0.001 --delta 0.1%
  expect_code 3
  duel "$(arm --noise 0.02)" "$(arm --noise 0.021)" --alpha 0.001 --delta 0.1% --clear 10%
  expect_code 0
  expect_line "$out" '^clear: no cell is slower by 10 %'
  [ "$(field 'comparison["verdict"]')" = clear ]
  [ "$(field 'comparison["rules"]["clear"]')" = 0.1 ]
}

@test "with --clear a slowdown above it is still a regression, and a limit below delta is refused" {
  duel "$(arm)" "$(arm --rtt 12000)" --clear 10%
  expect_code 1
  duel "$(arm)" "$(arm --noise 0.003)" --clear 1%
  expect_code 2
  expect_line "$err" 'rtt_p50 may change by its delta of 2%'
}

@test "with --warn-only a regression is said and fails nobody" {
  duel "$(arm)" "$(arm --rtt 12000)" --warn-only
  expect_code 0
  [ "$(field 'comparison["verdict"]')" = regression ]
}

@test "a real program against itself is no regression, and leaves nothing" {
  cp "$IPCBENCH" other
  capture bench duel --budget 8s "${CELL[@]}" --mechanism pipe,sysv_mq,posix_shm_sem --out duel.json \
    "$IPCBENCH" ./other
  # What the machine does is not known; that identical programs are no regression is.
  [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || complain "exit code $code"
  is_json duel.json
  [ "$(field 'len(comparison["cells"])')" -eq 3 ]
  # On a busy machine the budget may end earlier than the rounds, and that is no all-clear.
  [ "$(field 'all(len(cell["rounds"]) >= 6 or cell["verdict"] == "inconclusive"
    for cell in comparison["cells"])')" = True ]
}

@test "one program under two settings: a tiny pipe is slower" {
  capture bench duel "${FAST[@]}" --mechanism pipe --size 64k --pattern stream \
    --arm-b '--set pipe.capacity=4k' --out duel.json
  expect_code 1
}

@test "environment and wrapper reach their arm, and no other" {
  local given
  for given in 'MADE_UP_RTT=11000' 'env MADE_UP_RTT=11000' 'MADE_UP_RTT=1 env MADE_UP_RTT=11000'; do
    duel "$(arm)" "$(arm)" --arm-b "$given"
    expect_code 1
    [ "$(field '0.09 < comparison["cells"][0]["findings"][0]["change"]["value"] < 0.11')" = True ]
  done
}

@test "an arm that cannot be started is bad input: one line, no file" {
  cp /dev/null empty
  local arm
  for arm in ./missing ./empty 'sh -c "exit 3"' 'echo hello' "$(arm --speaks 2)"; do
    rm -f duel.json
    duel "$(arm)" "$arm"
    expect_error .
    [ ! -e duel.json ] || complain "$arm: a file was written"
  done
}

@test "an arm that dies, hangs or lacks a mechanism is an error with its reason" {
  duel "$(arm)" "$(arm --dies-at 20)"
  expect_code 2
  expect_line duel.json 'out of ideas'
  duel "$(arm)" "$(arm --lacks pipe)"
  expect_code 2
  expect_line duel.json 'no mechanism pipe'
}

@test "a mechanism that only the new one has is skipped" {
  capture bench duel "${FAST[@]}" "${CELL[@]}" --mechanism tcp --out duel.json \
    "$(arm --lacks tcp)" "$(arm)"
  expect_code 0
  [ "$(field 'cells["tcp"]["verdict"]')" = skipped ]
}

@test "what neither has is skipped, and to compare nothing is an error, whoever is asked first" {
  local seed
  for seed in 1 2 3 4; do
    capture bench duel --budget 5m --no-control --seed "$seed" "${CELL[@]}" --out duel.json \
      "$(arm --lacks pipe)" "$(arm --lacks pipe --rtt 1)" --inconclusive pass
    expect_code 2
    expect_line "$out" 'nothing was compared'
    [ "$(field 'cells["pipe"]["verdict"]')" = skipped ]
  done
}

@test "an arm whose messages all get lost is an error" {
  duel "$(arm)" "$(arm --loses)"
  expect_code 2
  expect_line "$out" 'not one message'
}

@test "an arm that hangs does not hold the duel up for longer than its budget and a bit" {
  capture bench duel --budget 8s --no-control "${CELL[@]}" --out duel.json "$(arm)" "$(arm --hangs-at 1)"
  expect_code 2
  # By itself an arm has 12 s.
  expect_line "$out" 'within ([0-9]|10)[.][0-9] s'
}

@test "lists end where the programs begin" {
  capture bench duel "${FAST[@]}" --pattern round_trip --size 64 --out duel.json --mechanism pipe \
    "$(arm)" "$(arm --rtt 12000)"
  expect_code 1
}

@test "a mechanism that is named is measured, also if the usual suite leaves it out" {
  capture bench duel --dry-run --mechanism fifo --arm-b 'A=1'
  expect_code 0
  expect_line "$out" '^round_trip/fifo/64/'
  expect_line "$out" '^stream/fifo/65536/'
  expect_no_line "$out" 'pipe'
}

@test "bad input is refused in one line" {
  refuses 'the same.* duel --self-test$' duel
  refuses 'duel --self-test ./mine$' duel ./mine ./mine
  refuses '[Nn]o such file' duel ./nothing-here ./nothing-there
  refuses 'budget' duel "$(arm)" "$(arm --rtt 1)" --budget 1s
  refuses 'no .*format|format' duel "$(arm)" "$(arm --rtt 1)" --report nonsense=x
  refuses 'no such file' duel --arm-b 'LD_PRELOAD=./missing.so'
  refuses 'quote' duel --arm-b "env 'A"
  refuses 'one value' duel --arm-b '--set pipe.capacity=4k,8k'
  refuses 'suite ci does not measure it; leave --suite out' duel --suite ci --mechanism fifo --arm-b 'A=1'
  refuses 'no cell of this duel is of pipe' duel --mechanism tcp --arm-b '--set pipe.capacity=4k'
  refuses 'takes one program' duel --self-test a b
  refuses 'matches' duel --only nonsense --arm-b 'A=1' --mechanism pipe
}

@test "what the arms differ in without having been asked to is said everywhere" {
  duel "$(arm --compiler GNU%2012 --capacity 65536)" "$(arm --compiler Clang%2019 --capacity 4096)" \
    --report markdown=duel.md --all
  expect_code 0
  local file
  for file in "$out" duel.json duel.md; do
    expect_line "$file" 'compiler'
    expect_line "$file" 'Clang 19'
    expect_line "$file" '65536'
  done
  [ "$(field 'comparison["arms"][1]["environment"]')" = "{'compiler': 'Clang 19'}" ]
  [ "$(field '[arm["effective_settings"]["capacity"] for arm in comparison["cells"][0]["arms"]]')" = \
    "['65536', '4096']" ]
}

@test "what the arms were asked to differ in is no news" {
  capture bench duel --budget 8s --no-control --mechanism pipe --size 64 --pattern round_trip \
    --arm-b '--set pipe.capacity=4k' --out duel.json
  [ "$(field '[arm["effective_settings"]["capacity"] for arm in comparison["cells"][0]["arms"]]')" = \
    "['65536', '4096']" ]
  [ "$(field 'cells["pipe"]["arms"][1]["settings"]')" = "{'capacity': '4096'}" ]
  [ "$(field '[note for note in comparison["notes"] if "capacity" in note]')" = '[]' ]
}

@test "a pair beside which the distance could not be told is not used" {
  duel "$(arm --distance 100,0,101,102)" "$(arm --distance 100,0,101,102 --noise 0.003)"
  expect_code 0
  [ "$(field 'all(pair["flipped"] == (None in (pair["distance_before_ns"], pair["distance_after_ns"]))
    for cell in comparison["cells"] for round in cell["rounds"] for pair in round["pairs"])')" = True ]
  expect_line "$out" 'could not be told'
}

@test "arms that measure no distance lose no pair by it" {
  duel "$(arm --distance 0)" "$(arm --distance 0 --noise 0.003)"
  expect_code 0
  expect_line "$out" 'pairs +0 of'
}

@test "an arm that may not use the CPUs says so, and is not moved there" {
  capture bench duel "${FAST[@]}" --mechanism pipe --size 64 --pattern round_trip --placement cross \
    --out duel.json --arm-b 'taskset -c 0' || true
  if grep -q 'needs two cores' "$err"; then skip 'needs two cores'; fi
  expect_code 2
  expect_line duel.json 'cpu 1 is not among those that this process may use .0.'
}

@test "a signal ends a duel with what is known, and leaves nothing" {
  cp "$IPCBENCH" other
  start duel --budget 60s --mechanism pipe,sysv_mq --out duel.json "$IPCBENCH" ./other
  await_children 2
  doze 0 1500
  kill -TERM "$pid"
  finish
  expect_code 143
  is_json duel.json
}

@test "GitHub gets a summary and annotations by itself" {
  GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$T/summary.md duel "$(arm)" "$(arm --rtt 12000)"
  expect_code 1
  expect_line "$T/summary.md" 'pipe'
  expect_line "$out" '^::error'
}

@test "reports are written in each format" {
  local format formats
  formats=$(bench duel --help | sed -n '/^Formats of/,/^$/s/^  \([a-z-]*\) .*/\1/p')
  [ "$(wc -w <<<"$formats")" -ge 8 ]
  local arguments=()
  for format in $formats; do arguments+=(--report "$format=report.$format"); done
  duel "$(arm)" "$(arm --rtt 12000)" "${arguments[@]}"
  expect_code 1
  for format in $formats; do [ -s "report.$format" ] || complain "$format: no file"; done
}

SELF_TEST=(duel --self-test --jobs 2 --budget 5m --no-control "${CELL[@]}")

@test "a self-test says how often it is wrong and what it can see" {
  capture bench "${SELF_TEST[@]}" "$(arm)"
  expect_code 0
  expect_line "$out" '0 of 2 duels'
  expect_line "$out" '%'
}

@test "a self-test is one document a report, however many duels it has" {
  GITHUB_STEP_SUMMARY=$T/summary.md capture bench "${SELF_TEST[@]}" --quiet "$(arm)" \
    --out self-test.json --report json=- --report markdown=self-test.md --report text=self-test.txt
  expect_code 0
  valid self-test-v1 self-test.json
  valid self-test-v1 "$out"
  [ "$(python3 -c 'import json; print(len(json.load(open("self-test.json"))["jobs"]))')" -eq 2 ]
  cmp self-test.md "$T/summary.md"
  expect_line self-test.txt '0 of 2 duels'
}

@test "a self-test refuses what it has no report for, before it measures" {
  refuses 'markdown' "${SELF_TEST[@]}" "$(arm)" --report junit=x.xml
  [ ! -e x.xml ]
  refuses 'one file' "${SELF_TEST[@]}" "$(arm)" --report json=x --out x
}

@test "a self-test that cannot tell has the exit code that was asked for" {
  local restless
  restless=$(arm --noise 0.9)
  # Of such an arm one duel in twenty would see a slowdown, as it may.
  capture bench "${SELF_TEST[@]}" "$restless" --alpha 0.001
  expect_code 3
  capture bench "${SELF_TEST[@]}" "$restless" --alpha 0.001 --inconclusive pass
  expect_code 0
}

@test "a mechanism that the base loses on the way is an error, not one that it never had" {
  capture bench duel "${FAST[@]}" "${CELL[@]}" --mechanism tcp --out duel.json \
    "$(arm --loses-it lost)" "$(arm)"
  expect_code 2
  expect_line duel.json 'no longer here'
  [ "$(field 'sorted(cell["verdict"] for cell in comparison["cells"])')" = "['error', 'skipped']" ]
}

@test "why system calls could not be counted is said once an arm" {
  duel "$(arm --uncounted no%20ptrace%20here)" "$(arm --noise 0.003)" --name-a base
  expect_code 0
  expect_line "$out" 'system calls of base were not compared: no ptrace here'
  [ "$(field 'len(["" for note in comparison["notes"] if "system calls" in note])')" = 1 ]
  duel "$(arm --uncounted no%20ptrace%20here)" "$(arm --noise 0.003)" --only rtt_p50
  expect_code 0
  expect_no_line "$out" 'not compared'
}

@test "a library that is not preloaded is bad input, wherever its name is said" {
  local preload
  : >broken.so
  for preload in 'LD_PRELOAD=./missing.so' 'env LD_PRELOAD=./missing.so' \
    '/usr/bin/env A=1 LD_PRELOAD=./broken.so:./missing.so' 'LD_PRELOAD="./broken.so ./missing.so"'; do
    capture bench duel "${FAST[@]}" "${CELL[@]}" --arm-b "$preload" --dry-run
    expect_error 'missing.so: no such file'
  done
  # What only the linker knows is said by it.
  for preload in 'env -u A LD_PRELOAD=./missing.so' 'LD_PRELOAD=./broken.so' 'LD_PRELOAD=libmissing.so' \
    'taskset -c 0 env LD_PRELOAD=./missing.so'; do
    capture bench duel "${FAST[@]}" "${CELL[@]}" --arm-b "$preload" --out duel.json
    expect_error 'arm B runs without a library: .*cannot be preloaded'
    [ ! -e duel.json ]
  done
}

@test "the second look takes half of the budget at most, however early the first one ended" {
  capture bench duel --budget 12s --no-control --seed 7 "${CELL[@]}" --mechanism tcp --confirmation 24 \
    --out duel.json "$(arm --takes 0.001)" "$(arm --takes 0.001 --rtt 11000)"
  # All of its 24 rounds of two cells need more than 6 s, and what is left of the budget is more, too.
  # Where the machine is busy there are fewer, the last of which may take long.
  [ "$(field 'min(len([each for each in cell["rounds"] if each["phase"] == "confirmation"])
    for cell in comparison["cells"]) < 24 or comparison["elapsed_s"] - comparison["screening_s"] < 6.5')" = True ]
}

@test "a plan says how long the second look may take" {
  capture bench duel --dry-run --budget 80s --mechanism pipe "$(arm)" "$(arm --rtt 2)"
  expect_line "$out" '^at most 80 s, of which at most 40.0 s for the second look$'
}

@test "a duel of a self-test that fails does not take the others with it" {
  # A duel starts them 14 times at least and 44 times at most.
  yes | head -n 50 >starts
  GITHUB_STEP_SUMMARY=$T/summary.md capture bench "${SELF_TEST[@]/2/9}" "$(arm --starts starts)" \
    --out self-test.json --report markdown=self-test.md
  expect_code 2
  expect_line "$err" '^ipcbench: duel [2-9] of 9: .*tired'
  expect_line "$out" '0 of [1-8] duel'
  valid self-test-v1 self-test.json
  [ "$(python3 -c 'import json; print(len(json.load(open("self-test.json"))["jobs"]) < 9)')" = True ]
  cmp self-test.md "$T/summary.md"
}

@test "a self-test whose first duel fails has nothing to say" {
  : >starts
  capture bench "${SELF_TEST[@]}" --quiet "$(arm --starts starts)" --out self-test.json
  expect_error '^ipcbench: duel 1 of 2: .*tired'
  [ ! -e self-test.json ]
}

@test "what says nothing without a self-test, or with one, is refused" {
  refuses 'jobs.*self-test' duel --jobs 3 --arm-b A=1
  refuses 'all cells' duel --self-test --all
}

@test "the plan of a self-test has the time of all its duels" {
  capture bench duel --self-test --jobs 4 --budget 30s --mechanism pipe --dry-run
  expect_code 0
  expect_line "$out" '^4 such duels: at most 120 s$'
}

@test "what stored results do not have is not looked for in them" {
  refuses 'only switches: stored results do not have it' compare a.json b.json --only switches
  refuses 'only faults: stored results do not have it' run --baseline main --only rtt_p50,faults
}

@test "a pair before the first answer of a probe is not used either" {
  local distances=0,0,100,101,102,103,104,105
  duel "$(arm --distance "$distances")" "$(arm --distance "$distances" --noise 0.003)"
  expect_code 0
  [ "$(field 'sum(pair["distance_before_ns"] is None and pair["distance_after_ns"] is None
    for cell in comparison["cells"] for round in cell["rounds"] for pair in round["pairs"]) > 0')" = True ]
  [ "$(field 'all(pair["flipped"] == (None in (pair["distance_before_ns"], pair["distance_after_ns"]))
    for cell in comparison["cells"] for round in cell["rounds"] for pair in round["pairs"])')" = True ]
}

@test "a setting that an arm passes over is said" {
  duel "$(arm)" "$(arm --capacity 65536 --noise 0.003)" --arm-b '--set pipe.capacity=4k'
  expect_code 0
  expect_line duel.json 'asked for of B, and not in effect: pipe.capacity 4096, has 65536'
  # What the kernel makes of a wish is what was wished for; so it is with the real arm.
  capture bench duel --budget 10s --no-control --size 64 --pattern round_trip --out duel.json \
    --mechanism pipe,unix_stream --arm-a '--set pipe.capacity=5000,unix_stream.sndbuf=9000' \
    --arm-b '--set pipe.capacity=7000,unix_stream.sndbuf=9500' --inconclusive pass
  [ "$(field '[note for note in comparison["notes"] if "not in effect" in note]')" = '[]' ]
}
