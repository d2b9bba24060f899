"""What the client drivers share: the settings a test passes in the environment, and the lines of JSON it
reads back. The same contract as that of ../shims/contract.cjs."""

import asyncio
import json
import os
import sys
from types import SimpleNamespace


def emit(event):
    """Prints one event as a line of JSON."""
    print(json.dumps(event), flush=True)


def emit_user(user_id, first_name, dc):
    emit({"event": "success", "user": {"id": str(user_id), "firstName": first_name}, "dc": dc})


def emit_session(text):
    """Writes the session string of the client into the file that asks for it."""
    path = os.environ.get("MTPROTO_SESSION_OUT")
    if path:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)


def read_settings():
    session_file = os.environ.get("MTPROTO_SESSION_FILE")
    return SimpleNamespace(
        dc_id=int(os.environ["MTPROTO_DC_ID"]),
        host=os.environ["MTPROTO_DC_HOST"],
        port=int(os.environ["MTPROTO_DC_PORT"]),
        public_key=read(os.environ["MTPROTO_PUBLIC_KEY_FILE"]),
        api_id=int(os.environ["MTPROTO_API_ID"]),
        api_hash=os.environ["MTPROTO_API_HASH"],
        session=read(session_file).strip() if session_file else None,
    )


def read(path):
    with open(path) as file:
        return file.read()


def run(scenarios):
    """Runs the scenario that is asked for; the process ends when it does, whatever the client left open."""
    try:
        asyncio.run(scenarios[os.environ["MTPROTO_SCENARIO"]](read_settings()))
    except BaseException as error:
        emit({"event": "error", "message": f"{type(error).__name__}: {error}"})
        sys.stdout.flush()
        os._exit(1)
    os._exit(0)
