#!/bin/sh
# The browser tests need Chromium and Chinese fonts; installed here when this is root on Debian.
set -e
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
command -v xgettext >/dev/null 2>&1 || missing="$missing gettext"
fc-list :lang=zh 2>/dev/null | grep -qi noto || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing for the browser tests: $missing"
    apt-get -qq update >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends fontconfig $missing >/dev/null
else
    echo "browser tests are skipped: as root run 'apt-get install $missing' to have them"
fi
