#!/bin/sh
# What tests and checks need from Debian: Chromium and Chinese fonts for the browser tests, libatomic
# for the program that drives it, gettext to collect the strings of the pages, poppler to read printed sheets.
# Installed when this is root, else told in one sentence.
set -e
has() { command -v "$1" >/dev/null 2>&1; }
missing=""
has chromium || missing="$missing chromium"
has xgettext || missing="$missing gettext"
fc-list :lang=zh 2>/dev/null | grep -qi noto || missing="$missing fontconfig fonts-noto-cjk"
ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || missing="$missing libatomic1"
has pdftotext || missing="$missing poppler-utils"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && has apt-get; then
    echo "installing from Debian:$missing"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086  # one word per package
    { apt-get -q update && apt-get -q -y install --no-install-recommends $missing; } >"$log" 2>&1 || {
        cat "$log" >&2
        exit 1
    }
    rm -f "$log"
else
    echo "what needs$missing is skipped; to have it, as root run: apt-get install$missing"
fi
