#!/bin/sh
# After dpkg has laid out the files. electron-builder fills in the names.
app='/opt/${sanitizedProductName}'

# Chromium's sandbox wants user namespaces, or else a helper that belongs to root. Asked as nobody: root always gets them
# where `kernel.unprivileged_userns_clone` keeps them from everybody else.
if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then mode=0755; else mode=4755; fi
[ ! -e "$app/chrome-sandbox" ] || chmod "$mode" "$app/chrome-sandbox" || true

# Ubuntu 24.04 and later let only programs with a profile make user namespaces; others do not understand the profile.
profile='/etc/apparmor.d/${executable}'
if command -v apparmor_parser >/dev/null && apparmor_parser -K -Q "$app/resources/apparmor-profile" >/dev/null 2>&1; then
  cp -f "$app/resources/apparmor-profile" "$profile"
  apparmor_parser -r -T -W "$profile" || true
fi

! command -v update-desktop-database >/dev/null || update-desktop-database -q /usr/share/applications || true
