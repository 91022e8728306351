"""kimi-cli's way with a login, with its real lock: flock, which Node does not have. Used by kimi-peers.test.ts.

    kimi-cli-peer.py <login file> <token endpoint> <rounds>

Each round: take the lock, read, renew, save in one line with fractions, give the lock back. Prints one word a round.
"""

import fcntl
import json
import os
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

CLIENT_ID = "17e5f671-d194-4dfb-9706-5516cb48c098"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def save(path, login):
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), suffix=".tmp")
    os.write(descriptor, json.dumps(login).encode())
    os.fsync(descriptor)
    os.close(descriptor)
    os.chmod(temporary, 0o600)
    os.replace(temporary, path)


def refresh(url, token):
    form = {"client_id": CLIENT_ID, "grant_type": "refresh_token", "refresh_token": token}
    with urllib.request.urlopen(url, urllib.parse.urlencode(form).encode(), timeout=30) as answer:
        grant = json.load(answer)
    life = float(grant["expires_in"])
    keys = ("access_token", "refresh_token")
    login = {key: grant[key] for key in keys}
    return {**login, "expires_at": time.time() + life, "scope": grant["scope"], "token_type": grant["token_type"], "expires_in": life}


def renew(path, url):
    lock = os.open(os.path.splitext(path)[0] + ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        sent = load(path)["refresh_token"]
        try:
            save(path, refresh(url, sent))
            return "renewed"
        except urllib.error.HTTPError:
            time.sleep(1)
            return "adopted" if load(path)["refresh_token"] != sent else "refused"
    finally:
        os.close(lock)


def main():
    path, url, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    for _ in range(rounds):
        print(renew(path, url), flush=True)
        time.sleep(0.05)


main()
