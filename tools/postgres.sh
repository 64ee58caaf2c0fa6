#!/bin/sh
# Run a command with DATABASE_URL of a private PostgreSQL on loopback, stopped and removed after it.
# PostgreSQL comes from Debian's packages (15 on Debian 12) when it is not there.
set -e
find_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
bin=$(find_bin)
if [ -z "$bin" ]; then
    if [ "$(id -u)" != 0 ]; then
        echo "PostgreSQL is not installed; as root run: apt-get install postgresql" >&2
        exit 1
    fi
    echo "installing from Debian: postgresql"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    { apt-get -q update && apt-get -q -y install --no-install-recommends postgresql; } >"$log" 2>&1 || {
        cat "$log" >&2
        exit 1
    }
    bin=$(find_bin)
fi
# initdb refuses root
as_owner() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
home=$(mktemp -d)
[ "$(id -u)" = 0 ] && chown postgres "$home"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
stop() {
    as_owner "$bin/pg_ctl -D $home/data -m immediate stop >/dev/null 2>&1" || true
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT TERM
# a test cluster may forget everything in a power cut, so it need not wait for the disk
options="-p $port -h 127.0.0.1 -k $home -c fsync=off -c full_page_writes=off"
options="$options -c synchronous_commit=off -c max_connections=60"
as_owner "$bin/initdb -D $home/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null"
as_owner "$bin/pg_ctl -D $home/data -w -l $home/log -o '$options' start >/dev/null" || {
    cat "$home/log" >&2
    exit 1
}
export DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres"
echo "PostgreSQL $("$bin/postgres" --version | cut -d' ' -f3) on 127.0.0.1:$port"
"$@"
