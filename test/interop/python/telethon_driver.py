"""Drives Telethon (PyPI, unmodified) against a DC on loopback: its session says where that is."""

from contract import emit, emit_session, emit_user, run
from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import StringSession


async def connect(settings):
    rsa.add_key(settings.public_key, old=False)
    session = StringSession(settings.session)
    if settings.session is None:
        session.set_dc(settings.dc_id, settings.host, settings.port)
    client = TelegramClient(session, settings.api_id, settings.api_hash)
    await client.connect()
    return client


async def tell_who(client):
    user = await client.get_me()
    emit_user(user.id, user.first_name, client.session.dc_id)
    emit_session(client.session.save())
    await client.disconnect()


async def qr_login(settings):
    client = await connect(settings)
    login = await client.qr_login()
    emit({"event": "token", "url": login.url})
    await login.wait()
    await tell_who(client)


async def session(settings):
    await tell_who(await connect(settings))


run({"qr-login": qr_login, "session": session})
