#!/bin/sh
# Where systemd does not run: what Debian's unit files say about the servers of the tests.
set -eu
action=$1
service=$2
folder=/run/$service
pidfile=/run/$service.main

wait_until() {
    attempts=400
    until "$@"; do
        attempts=$((attempts - 1))
        test "$attempts" -gt 0 || { echo "$service: waited in vain for: $*" >&2; exit 1; }
        sleep 0.02
    done
}

answers() { # Prosody reads what comes in once all of its modules are loaded.
    python3 - 2>/dev/null <<'END'
import socket
with socket.create_connection(("127.0.0.1", 5222), timeout=10) as connection:
    connection.sendall(b"<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>")
    assert connection.recv(1)
END
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }

stop() {
    test -s "$pidfile" || return 0
    pid=$(cat "$pidfile")
    kill "$pid" 2>/dev/null || true
    wait_until is_gone "$pid"
    rm "$pidfile"
}

start() {
    case $service in
    prosody)
        install -d -o prosody -g prosody "$folder"
        cd /var/lib/prosody
        setpriv --reuid=prosody --regid=prosody --init-groups /usr/bin/prosody -F </dev/null >>/var/log/journal.prosody 2>&1 &
        echo $! >"$pidfile"
        wait_until answers
        ;;
    nginx)
        nginx # It goes to the background once it listens.
        cp /run/nginx.pid "$pidfile"
        ;;
    *)
        echo "no such service: $service" >&2
        exit 5
        ;;
    esac
}

case $action in
start) start ;;
stop) stop ;;
restart) stop && start ;;
reload) if test -s "$pidfile"; then kill -HUP "$(cat "$pidfile")"; else start; fi ;;
*) echo "no such action: $action" >&2 && exit 1 ;;
esac
