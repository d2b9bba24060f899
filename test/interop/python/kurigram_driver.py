"""Makes Kurigram (PyPI, a maintained fork of Pyrogram, unmodified) do the scenarios against a DC on loopback. Its
session has no address; the class of its connections is an option, which is where the address comes in."""

import asyncio
import base64
import logging
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
from pyrogram import Client, raw
from pyrogram.connection import Connection
from pyrogram.connection.transport import tcp
from pyrogram.crypto import rsa
from pyrogram.errors import SessionPasswordNeeded
from pyrogram.qrlogin import QRLogin

TRANSPORTS = {
    "full": tcp.TCPFull,
    "abridged": tcp.TCPAbridged,
    "intermediate": tcp.TCPIntermediate,
    "padded": tcp.TCPIntermediatePadded,
    "obfuscated": tcp.TCPAbridgedO,
}


# It says at every start that a faster package could be installed.
logging.disable(logging.WARNING)


def trust(pem):
    """Makes the key with this PEM, a SEQUENCE of modulus and exponent, one of those the client trusts."""
    der = base64.b64decode("".join(line for line in pem.splitlines() if "-" not in line))
    values, at = [], 4
    while at < len(der):
        length, at = der[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(der[at : at + size], "big"), at + size
        values.append(int.from_bytes(der[at : at + length], "big"))
        at += length
    modulus, exponent = values
    rsa.server_public_keys[fingerprint(modulus, exponent)] = rsa.PublicKey(modulus, exponent)


def fingerprint(modulus, exponent):
    from hashlib import sha1

    from pyrogram.raw.core import Bytes

    parts = (number.to_bytes((number.bit_length() + 7) // 8, "big") for number in (modulus, exponent))
    return int.from_bytes(sha1(b"".join(Bytes(part) for part in parts)).digest()[-8:], "little", signed=True)


async def connect(settings):
    if settings.pfs:
        not_implemented("temporary keys")
    if settings.test:
        not_implemented("the test environment")
    transport = TRANSPORTS.get(settings.transport or "abridged")
    if transport is None:
        not_implemented(f"transport {settings.transport}")
    trust(settings.public_key)

    class PointedConnection(Connection):
        def __init__(self, **options):
            host, port = settings.dcs.get(options["dc_id"], (settings.host, settings.port))
            super().__init__(**{**options, "server_address": host, "port": port})

    client = Client(
        "driver",
        settings.api_id,
        settings.api_hash,
        session_string=settings.session,
        in_memory=True,
        connection_factory=PointedConnection,
        protocol_factory=transport,
    )
    await client.connect()
    return client


async def tell_who(client):
    [user] = await client.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))
    emit_user(user.id, user.first_name, await client.storage.dc_id())
    emit_session(await client.export_session_string())
    await client.disconnect()


async def open_client(settings):
    client = await connect(settings)

    async def token():
        request = raw.functions.auth.ExportLoginToken(
            api_id=settings.api_id, api_hash=settings.api_hash, except_ids=[]
        )
        return (await client.invoke(request)).token

    return SimpleNamespace(
        token=token, nearest_dc=lambda: client.invoke(raw.functions.help.GetNearestDc())
    )


async def qr_login(settings):
    client = await connect(settings)
    login = QRLogin(client)
    await login.recreate()
    try:
        while True:
            emit({"event": "token", "url": login.url})
            try:
                await login.wait()
                break
            except asyncio.TimeoutError:
                await login.recreate()
    except SessionPasswordNeeded:
        await repeated(lambda: client.check_password(settings.password))
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
