#!/bin/sh
# Run a command with DATABASE_URL of a private PostgreSQL 15 on loopback, stopped and removed after.
set -e
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
    [ "$(id -u)" = 0 ] || { echo "PostgreSQL is not installed: as root run 'apt-get install postgresql'"; exit 1; }
    apt-get -qq update >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends postgresql >/dev/null
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
fi
as() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
home=$(mktemp -d)
[ "$(id -u)" = 0 ] && chown postgres "$home"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
trap 'as "$bin/pg_ctl -D $home/data -m immediate stop >/dev/null 2>&1" || true; rm -rf "$home"' EXIT
as "$bin/initdb -D $home/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null"
as "$bin/pg_ctl -D $home/data -w -l $home/log -o '-p $port -h 127.0.0.1 -k $home -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60' start >/dev/null"
export DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres"
echo "PostgreSQL $("$bin/postgres" --version | cut -d' ' -f3) on 127.0.0.1:$port"
"$@"
