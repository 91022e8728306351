#!/bin/sh
# The newcomer's minute (newcomer.sh) on something like a freshly installed computer: a root folder that has this system's own programs
# and their configuration (/usr, /etc), and besides only the repository and claude, none of them writable. Everything else is empty, and
# there is no other tool on the PATH.
#
#   KIMI_PROXY_CLAUDE=<path to claude> sh e2e/newcomer-clean.sh
#
# Needs Linux and root, so it is no part of the suite. Nothing outside of it is changed: all of it is gone with its last process.
set -eu

KIMI_PROXY_CLAUDE=$(readlink -f "${KIMI_PROXY_CLAUDE:?names the claude command}")
repository=$(cd "$(dirname "$0")/.." && pwd)
userconfig=$(npm config get userconfig)
export KIMI_PROXY_CLAUDE repository userconfig

exec unshare --mount --pid --fork --kill-child sh -eu -c '
  root=$(mktemp -d)
  mount -t tmpfs tmpfs "$root"
  cd "$root"
  mkdir usr etc dev proc tmp root repository
  touch claude
  for folder in bin sbin lib lib64; do [ ! -e "/$folder" ] || ln -s "usr/$folder" "$folder"; done
  shared() { mount --bind "$1" "$2" && mount -o remount,bind,ro "$2"; }
  shared /usr usr
  shared /etc etc
  shared "$repository" repository
  shared "$KIMI_PROXY_CLAUDE" claude
  mount --rbind /dev dev
  mount -t proc proc proc
  # Where this computer reaches the registry, and whom it trusts for that.
  [ ! -f "$userconfig" ] || cp "$userconfig" root/.npmrc
  [ -z "${NODE_EXTRA_CA_CERTS:-}" ] || cp "$NODE_EXTRA_CA_CERTS" root/certificates.pem
  exec chroot . env -i PATH=/usr/bin:/bin HOME=/root TERM="${TERM:-dumb}" KIMI_PROXY_CLAUDE=/claude \
    ${NODE_EXTRA_CA_CERTS:+NODE_EXTRA_CA_CERTS=/root/certificates.pem} sh /repository/e2e/newcomer.sh
'
