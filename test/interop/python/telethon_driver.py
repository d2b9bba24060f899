"""Makes Telethon (PyPI, unmodified) do the scenarios against a DC on loopback: its session says where that is."""

import asyncio
from types import SimpleNamespace

from contract import (
    call_scenarios,
    emit,
    emit_session,
    emit_user,
    not_implemented,
    repeated,
    run,
)
from telethon import TelegramClient, functions
from telethon.crypto import AuthKey, rsa
from telethon.errors import SessionPasswordNeededError
from telethon.network import connection
from telethon.sessions import StringSession

CONNECTIONS = {
    "full": connection.ConnectionTcpFull,
    "abridged": connection.ConnectionTcpAbridged,
    "intermediate": connection.ConnectionTcpIntermediate,
    "obfuscated": connection.ConnectionTcpObfuscated,
}


async def connect(settings):
    if settings.pfs:
        not_implemented("temporary keys")
    if settings.test:
        not_implemented("the test environment")
    way = CONNECTIONS.get(settings.transport or "full")
    if way is None:
        not_implemented(f"transport {settings.transport}")
    rsa.add_key(settings.public_key, old=False)
    is_own = settings.session is not None and settings.auth_key is None
    session = StringSession(settings.session if is_own else None)
    if not is_own:
        session.set_dc(settings.dc_id, settings.host, settings.port)
    if settings.auth_key is not None:
        session.auth_key = AuthKey(settings.auth_key)
    client = TelegramClient(session, settings.api_id, settings.api_hash, connection=way)
    await client.connect()
    return client


async def open_client(settings):
    client = await connect(settings)

    async def token():
        request = functions.auth.ExportLoginTokenRequest(settings.api_id, settings.api_hash, [])
        return (await client(request)).token

    return SimpleNamespace(
        token=token, nearest_dc=lambda: client(functions.help.GetNearestDcRequest())
    )


async def tell_who(client):
    user = await client.get_me()
    emit_user(user.id, user.first_name, client.session.dc_id)
    emit_session(client.session.save())
    await client.disconnect()


async def qr_login(settings):
    client = await connect(settings)
    login = await client.qr_login()
    try:
        while True:
            emit({"event": "token", "url": login.url})
            try:
                await login.wait()
                break
            except asyncio.TimeoutError:
                await login.recreate()
    except SessionPasswordNeededError:
        await repeated(lambda: client.sign_in(password=settings.password))
    await tell_who(client)


async def session(settings):
    await tell_who(await connect(settings))


run(
    {
        **call_scenarios(open_client),
        "qr-login": qr_login,
        "password": qr_login,
        "session": session,
    }
)
