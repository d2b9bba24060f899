"""What the shims of clients in Python share: the settings in the environment, the scenarios, and the exit code:
0 success, 1 failure, 89 a setting or scenario the client cannot serve. The same as ../shims/contract.cjs."""

import asyncio
import base64
import json
import os
import sys
from types import SimpleNamespace

NOT_IMPLEMENTED = 89


def emit(event):
    """Prints one event as a line of JSON."""
    print(json.dumps(event), flush=True)


def emit_token(token):
    text = base64.urlsafe_b64encode(token).decode().rstrip("=")
    emit({"event": "token", "url": f"tg://login?token={text}"})


def emit_user(user_id, first_name, dc):
    emit({"event": "success", "user": {"id": str(user_id), "firstName": first_name}, "dc": dc})


def emit_session(text):
    """Writes the session string of the client into the file that asks for it."""
    path = os.environ.get("MTPROTO_SESSION_OUT")
    if path:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)


def not_implemented(what):
    emit({"event": "error", "message": f"not implemented: {what}"})
    os._exit(NOT_IMPLEMENTED)


def read_settings():
    env = os.environ.get
    session_file, password_file = env("MTPROTO_SESSION_FILE"), env("MTPROTO_PASSWORD_FILE")
    session = read(session_file).strip() if session_file else None
    is_imported = os.environ["MTPROTO_SCENARIO"] == "imported-session"
    return SimpleNamespace(
        dc_id=int(os.environ["MTPROTO_DC_ID"]),
        host=os.environ["MTPROTO_DC_HOST"],
        port=int(os.environ["MTPROTO_DC_PORT"]),
        public_key=read(os.environ["MTPROTO_PUBLIC_KEY_FILE"]),
        api_id=int(os.environ["MTPROTO_API_ID"]),
        api_hash=os.environ["MTPROTO_API_HASH"],
        # None: whichever the client prefers
        transport=env("MTPROTO_TRANSPORT") or None,
        pfs=env("MTPROTO_PFS") == "1",
        test=env("MTPROTO_TEST") == "1",
        calls=int(env("MTPROTO_CALLS") or 1),
        # of the data centres beside home, by id
        dcs=read_dcs(env("MTPROTO_DCS")),
        # a session string of the client itself, or of a scenario that imports one, which holds a key
        session=session,
        auth_key=base64.urlsafe_b64decode(session + "==")[6:262] if is_imported else None,
        password=read(password_file).rstrip("\r\n") if password_file else None,
    )


def read_dcs(text):
    """The addresses in `4=127.0.0.1:4430,…`."""
    dcs = {}
    for each in text.split(",") if text else []:
        dc_id, address = each.split("=")
        host, port = address.rsplit(":", 1)
        dcs[int(dc_id)] = (host, int(port))
    return dcs


def read(path):
    with open(path) as file:
        return file.read()


def call_scenarios(connect):
    """The scenarios that are made of calls: `connect(settings)` returns a client with `token`, which makes an
    auth.exportLoginToken and returns its token, and `nearest_dc`, which makes a help.getNearestDc."""

    async def token(settings):
        emit_token(await (await connect(settings)).token())

    async def two_calls(settings):
        client = await connect(settings)
        await client.nearest_dc()
        emit_token(await client.token())

    async def burst(settings):
        client = await connect(settings)
        await asyncio.gather(*(client.nearest_dc() for _ in range(settings.calls)))

    async def idle(settings):
        client = await connect(settings)
        emit_token(await client.token())
        await asyncio.Event().wait()

    return {
        "token": token,
        "imported-session": token,
        "two-calls": two_calls,
        "burst": burst,
        "idle": idle,
    }


async def repeated(give_password, times=3):
    """Gives a password that was refused again, as a person would."""
    for left in reversed(range(times)):
        try:
            return await give_password()
        except Exception:
            if left == 0:
                raise


def run(scenarios):
    """Runs the scenario that is asked for; the process ends when it does, whatever the client left open."""
    try:
        name = os.environ["MTPROTO_SCENARIO"]
        if name not in scenarios:
            not_implemented(f"scenario {name}")
        asyncio.run(scenarios[name](read_settings()))
    except BaseException as error:
        emit({"event": "error", "message": f"{type(error).__name__}: {error}"})
        sys.stdout.flush()
        os._exit(1)
    os._exit(0)
