"""Print, as JSON, the pages one member of the made house would ask for, with the cookie to ask with."""

import json
from urllib.parse import urlencode

from tests.bench.__main__ import SENT, cookie_of, pages, prepare, readers

if __name__ == "__main__":
    settings = prepare("large")
    reader = readers(1)[0]
    cookie = cookie_of(settings, reader)
    visits = {
        name: {"path": path, "cookie": cookie, "sent": urlencode(SENT.get(name, {}))}
        for name, path in pages(reader).items()
    }
    print(json.dumps(visits))
