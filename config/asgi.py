"""One process, the whole house: pages through the bridge, whispers through the hub, the household beside them."""

import asyncio

from config.bridge import Pages
from config.wsgi import application as django  # sets Django up: what follows needs the loaded apps

# isort: split
from config.household import Household
from hearth.base.live import Hub

pages = Pages(django)
hub = Hub()


async def application(scope, receive, send):
    if scope["type"] == "http":
        await pages(scope, receive, send)
    elif scope["type"] == "websocket":
        await hub(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live(receive, send)


async def _live(receive, send):
    await receive()
    household = Household.beside_pages()
    hub.open()
    household.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    # The server has let everyone finish by now; what still works in the background is given a moment.
    await asyncio.to_thread(household.stop)
    hub.close()
    pages.close()
    await send({"type": "lifespan.shutdown.complete"})
