#!/bin/sh
# Tells Prosody whose contacts have changed, with curl:  PROSODY_TOKEN=... sh notify.sh john marie
url="${PROSODY_URL:-http://127.0.0.1:5280}/roster_admin/refresh"
users=$(printf '"%s",' "$@") # Usernames need no escapes in JSON.

# --fail-with-body: any status but 2xx is an error, and what Prosody says of it is shown.
answer=$(curl --silent --show-error --fail-with-body --max-time 60 "$url" \
  -H "Host: ${XMPP_HOST:-example.com}" -H "Authorization: Bearer $PROSODY_TOKEN" -d "[${users%,}]") || {
  echo "Prosody was not told: $answer" >&2
  exit 1
}
case $answer in
*'"failed"'*)
  echo "It did not work for all: $answer" >&2
  exit 1
  ;;
esac
