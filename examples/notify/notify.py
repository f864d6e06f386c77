"""Tells Prosody whose contacts have changed:  PROSODY_TOKEN=... python3 notify.py john marie"""

import json
import os
import sys
import urllib.error
import urllib.request

URL = os.environ.get("PROSODY_URL", "http://127.0.0.1:5280") + "/roster_admin/refresh"


def notify(usernames):
    """Gives whom it did not work for, and why. Raises OSError or ValueError where Prosody was not told: call again later."""
    request = urllib.request.Request(
        URL,
        json.dumps(usernames).encode(),
        {
            "Host": os.environ.get("XMPP_HOST", "example.com"),
            "Authorization": "Bearer " + os.environ["PROSODY_TOKEN"],
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response).get("failed", {})
    except urllib.error.HTTPError as error:
        # 500 with "failed": it worked for nobody. Any other status: nobody was told.
        body = error.read().decode(errors="replace")
        failed = json.loads(body).get("failed") if error.code == 500 else None
        if failed:
            return failed
        raise OSError(f"{error.code} {body}") from error


if __name__ == "__main__":
    try:
        failed = notify(sys.argv[1:])
    except (OSError, ValueError) as error:
        sys.exit(f"Prosody was not told: {error}")
    if failed:
        sys.exit(f"It did not work for all: {failed}")
