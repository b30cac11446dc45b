#!/usr/bin/env bats
# The steps of action.yml, run as GitHub's runner would: their text, their variables, their outputs.

# What inner shells expand, and what common.bash sets:
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load common

SOURCE=${IPCBENCH_SOURCE:-$BATS_TEST_DIRNAME/../..}

# The action's folder, with a front door that need not build anything.
prepare() {
  mkdir -p action/.github
  cp "$SOURCE/action.yml" action/
  cp "$SOURCE/.github/duel.sh" action/.github/
  printf '#!/bin/sh\nexec "%s" "$@"\n' "$IPCBENCH" >action/ipcbench
  chmod +x action/ipcbench
}

# step NUMBER INPUT=VALUE...: runs it; its exit code and what it prints as capture() does.
step() {
  python3 - "$@" <<'END' >step.sh
import re, shlex, sys, yaml
action = yaml.safe_load(open("action/action.yml"))
inputs = {name: str(each.get("default", "")) for name, each in action["inputs"].items()}
inputs.update(each.split("=", 1) for each in sys.argv[2:])
step = action["runs"]["steps"][int(sys.argv[1])]
assert step["shell"] == "bash" and "${{" not in step["run"], "text of others would become code"
for name, value in step.get("env", {}).items():
    value = re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
    print(f"export {name}={shlex.quote(value)}")
print(step["run"])
END
  GITHUB_ACTIONS=true GITHUB_ACTION_PATH=$PWD/action GITHUB_OUTPUT=$T/outputs \
    GITHUB_STEP_SUMMARY=$T/summary.md capture with bash -eo pipefail step.sh
}

setup_file_needs() { python3 -c 'import yaml' 2>/dev/null || skip 'python3-yaml is not here'; }

@test "the first step builds, the second tells a regression in outputs, summary and annotations" {
  setup_file_needs
  prepare
  step 0
  expect_code 0
  expect_line "$out" '^ipcbench '
  step 1 a="$BATS_TEST_DIRNAME/made_up_arm.py" b="$BATS_TEST_DIRNAME/made_up_arm.py --rtt 12000" \
    budget=5m options="--mechanism 'pipe' --size 64 --pattern round_trip --no-control --seed 1"
  expect_code 1
  expect_line "$T/outputs" '^verdict=regression$'
  expect_line "$T/outputs" '^exit-code=1$'
  expect_line "$T/summary.md" 'pipe'
  expect_line "$out" '^::error'
  is_json ipcbench-duel.json
}

@test "without a change the step passes, and a bad input fails it with exit code 2" {
  setup_file_needs
  prepare
  step 1 a="$BATS_TEST_DIRNAME/made_up_arm.py" arm-b='MADE_UP=1' out=mine.json \
    b="$BATS_TEST_DIRNAME/made_up_arm.py --noise 0.003" budget=5m \
    options='--mechanism pipe --size 64 --pattern round_trip --no-control'
  expect_code 0
  expect_line "$T/outputs" '^verdict=equivalent$'
  is_json mine.json
  step 1 options='--mechanism nonsense'
  expect_code 2
  expect_line "$T/outputs" '^verdict=error$'
}

@test "a verdict is told as it is, also when the job may pass, and half a quote is an error" {
  setup_file_needs
  prepare
  step 1 a="$BATS_TEST_DIRNAME/made_up_arm.py" b="$BATS_TEST_DIRNAME/made_up_arm.py --rtt 12000" \
    budget=5m options='--size 64 --pattern round_trip --no-control --warn-only --mechanism pipe'
  expect_code 0
  expect_line "$T/outputs" '^verdict=regression$'
  step 1 options="--mechanism 'pipe"
  expect_code 2
  step 1 a="$BATS_TEST_DIRNAME/made_up_arm.py" options=' ' budget=1s
  expect_code 2
  expect_line "$err" 'budget'
}

@test "an all-clear is asked for by an input" {
  setup_file_needs
  prepare
  step 1 a="$BATS_TEST_DIRNAME/made_up_arm.py --noise 0.02" clear=10% budget=60s \
    b="$BATS_TEST_DIRNAME/made_up_arm.py --noise 0.021" \
    options='--mechanism pipe --size 64 --pattern round_trip --no-control --delta 0.1%'
  expect_code 0
  expect_line "$T/outputs" '^verdict=clear$'
}

@test "what an input says is never run" {
  setup_file_needs
  prepare
  step 1 options='$(touch ran) ; touch ran ; `touch ran`' a='$(touch ran)'
  expect_code 2
  [ ! -e ran ] || complain 'it was run'
}

@test "the nightly workflow of the documentation keeps what passes, and only that" {
  setup_file_needs
  python3 - "$SOURCE/docs/ci.md" >nightly.sh <<'END'
import re, sys, yaml
blocks = re.findall(r"^```yaml\n(.*?)^```", open(sys.argv[1]).read(), re.S | re.M)
workflows = [yaml.safe_load(block) for block in blocks]
nightly, = (each["jobs"]["nightly"] for each in workflows if "nightly" in each.get("jobs", {}))
print(nightly["steps"][-1]["run"])
END
  # What `compare` finds does not matter here, but what becomes of each verdict.
  printf '#!/bin/sh\nexit "$VERDICT"\n' >ipcbench
  chmod +x ipcbench
  night() {
    echo "$1" >today.json
    VERDICT=$1 capture bash -e nightly.sh
  }
  night 1
  expect_code 0 # The first one has nothing to be compared with.
  [ "$(cat history/*)" = 1 ]
  local verdict
  for verdict in 0 4; do
    night "$verdict"
    expect_code 0
    [ ! -e today.json ] || complain 'it was not kept'
  done
  for verdict in 1 2; do
    night "$verdict"
    expect_code "$verdict"
    [ -e today.json ] || complain 'it was kept'
  done
}
