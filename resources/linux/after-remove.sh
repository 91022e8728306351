#!/bin/sh
# After dpkg has taken the files away; on an upgrade the new package's own script follows.
[ "$1" != upgrade ] || exit 0
profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  ! command -v apparmor_parser >/dev/null || apparmor_parser -R "$profile" || true
  rm -f "$profile"
fi
! command -v update-desktop-database >/dev/null || update-desktop-database -q /usr/share/applications || true
