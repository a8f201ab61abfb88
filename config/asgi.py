"""One process, the whole house: pages through the bridge, whispers through the hub, the household beside them."""

import asyncio

from config.bridge import Pages
from config.wsgi import application as django  # sets Django up: what follows needs the loaded apps

# isort: split
from config.household import Household
from hearth.base.live import Hub


class House:
    """What the server is given."""

    def __init__(self):
        self.pages = Pages(django)
        self.hub = Hub()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await self.pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.hub(scope, receive, send)
        else:
            await self._live(receive, send)

    async def _live(self, receive, send):
        """From opening to closing (`lifespan`, as ASGI calls it)."""
        await receive()
        household = Household.beside_pages()
        self.hub.open()
        household.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        # The server has let everyone finish by now; what still works in the background is given a moment.
        await asyncio.to_thread(household.stop)
        self.hub.close()
        self.pages.close()
        await send({"type": "lifespan.shutdown.complete"})


application = House()
