#!/usr/bin/env bash
# The newcomer's two commands, each from a fresh clone with an empty home, on every Node named:
#   bash test/runtimes/fresh-clone.sh 20 22 24 26
# Needs `npm ci` in test/runtimes, which brings the Nodes. Not a part of CI: it takes long.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
status=0

run() { # run NODE NAME COMMAND
  local folder="$place/$1-$2" log="$place/$1-$2.log" start=$SECONDS result=ok
  mkdir -p "$folder/home"
  git clone --quiet --no-local "$root" "$folder/clone"
  (
    cd "$folder/clone" || exit 1
    unset CI
    for name in $(compgen -e | grep -iE '^(npm_|vitest)'); do unset "$name"; done
    export HOME="$folder/home" PATH="$root/test/runtimes/node_modules/node$1/bin:$PATH"
    node --version
    bash -c "$3"
  ) >"$log" 2>&1 </dev/null || { result=failed status=1; sed 's/^/    /' "$log" | grep -A60 -m1 -E "FAIL|ERR" | head -80; }
  local counted
  counted=$(grep -E '^[0-9]+ passed, ' "$log" | tail -1)
  echo "Node $(head -1 "$log"), $3: $result${counted:+, $counted}, $((SECONDS - start)) s"
  rm -rf "$folder"
}

for node in "$@"; do
  run "$node" demo 'npm ci && npm run demo'
  run "$node" test 'npm ci && npm test'
done
exit "$status"
