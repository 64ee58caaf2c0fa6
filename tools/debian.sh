#!/bin/sh
# What tests and checks need from Debian: Chromium and Chinese fonts for the browser tests, gettext
# to collect the strings of the pages. Installed when this is root, else told in one sentence.
set -e
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v xgettext >/dev/null 2>&1 || missing="$missing gettext"
fc-list :lang=zh 2>/dev/null | grep -qi noto || missing="$missing fontconfig fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing from Debian:$missing"
    apt-get -qq update >/dev/null
    # shellcheck disable=SC2086  # one word per package
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends $missing >/dev/null
else
    echo "what needs$missing is skipped; to have it, as root run: apt-get install$missing"
fi
