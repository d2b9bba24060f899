"""Drives Kurigram (PyPI, a maintained fork of Pyrogram, unmodified) against a DC on loopback. Its session has
no address; the class of its connections is an option, which is where the address comes in."""

import base64
import logging

from contract import emit, emit_session, emit_user, run
from pyrogram import Client, raw
from pyrogram.connection import Connection
from pyrogram.crypto import rsa
from pyrogram.qrlogin import QRLogin


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
    trust(settings.public_key)

    class PointedConnection(Connection):
        def __init__(self, **options):
            super().__init__(**{**options, "server_address": settings.host, "port": settings.port})

    client = Client(
        "driver",
        settings.api_id,
        settings.api_hash,
        session_string=settings.session,
        in_memory=True,
        connection_factory=PointedConnection,
    )
    await client.connect()
    return client


async def tell_who(client):
    [user] = await client.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))
    emit_user(user.id, user.first_name, await client.storage.dc_id())
    emit_session(await client.export_session_string())
    await client.disconnect()


async def qr_login(settings):
    client = await connect(settings)
    login = QRLogin(client)
    await login.recreate()
    emit({"event": "token", "url": login.url})
    await login.wait()
    await tell_who(client)


async def session(settings):
    await tell_who(await connect(settings))


run({"qr-login": qr_login, "session": session})
