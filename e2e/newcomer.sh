#!/bin/sh
# The newcomer's minute: from the README's first command to a first answer of the real Claude Code, in a fresh clone of the last
# commit and a home folder without a file, against a simulated Kimi. The newcomer types the three commands that are printed behind
# a "$", and edits no file.
#
#   KIMI_PROXY_CLAUDE=<path to claude> sh e2e/newcomer.sh
#
# Ends with 0 where Claude Code has answered what Kimi said. Needs git, npm and its registry. Nothing of this machine is changed:
# what `npm link` installs goes into a folder that is removed at the end.
set -eu

claude=${KIMI_PROXY_CLAUDE:?names the claude command}
repository=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d "${TMPDIR:-/tmp}/kimi-proxy-newcomer-XXXXXX")
mkdir "$place/home" "$place/bin"
ln -s "$claude" "$place/bin/claude"

# Kimi, and the person who approves the code on the phone.
mkfifo "$place/hold" "$place/address"
(cd "$repository" && npx --no-install esbuild e2e/demo/newcomer-kimi.ts --bundle --platform=node --log-level=warning) \
  >"$place/kimi.js"
node "$place/kimi.js" <"$place/hold" >"$place/address" &
exec 3>"$place/hold"
read -r upstream host <"$place/address"

# A shell as a newcomer has it: of this one's variables only the path, and what npm needs to reach its registry.
userconfig=$(npm config get userconfig)
newcomer() {
  env -i ${NODE_EXTRA_CA_CERTS:+"NODE_EXTRA_CA_CERTS=$NODE_EXTRA_CA_CERTS"} PATH="$place/bin:$place/npm/bin:$PATH" HOME="$place/home" TERM="${TERM:-dumb}" LANG=C.UTF-8 \
    npm_config_prefix="$place/npm" npm_config_userconfig="$userconfig" \
    KIMI_PROXY_UPSTREAM="$upstream" KIMI_CODE_OAUTH_HOST="$host" \
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 IS_SANDBOX=1 \
    sh -c "cd '$place/kimi-proxy' && $1" 3>&-
}

leave() {
  newcomer 'kimi-proxy --stop --yes' >/dev/null 2>&1 || true
  exec 3>&-
  rm -rf "$place"
}
trap leave EXIT

now() { node -p 'Date.now()'; }

step() {
  printf '\n$ %s\n' "$1"
  startedAt=$(now)
  status=0
  newcomer "$1" >"$place/output" 2>&1 </dev/null || status=$?
  # What npm says of old and odd packages is of no use to anybody here.
  grep -v '^npm warn' "$place/output"
  echo "# $(($(now) - startedAt)) ms, exit code $status"
  [ "$status" = 0 ]
}

git clone -q "$repository" "$place/kimi-proxy"
beganAt=$(now)
step 'npm ci && npm run build && npm link'
step 'kimi-proxy login'
step 'kimi-proxy run -- claude -p hello'
total=$(($(now) - beganAt))

grep -q 'Hello from the simulated Kimi\.' "$place/output" || {
  echo '# Claude Code did not answer.'
  exit 1
}
edited=$(git -C "$place/kimi-proxy" status --porcelain)
[ -z "$edited" ] || {
  printf '# These files of the clone have changed:\n%s\n' "$edited"
  exit 1
}
echo
echo "# A first answer after three commands and $total ms."
