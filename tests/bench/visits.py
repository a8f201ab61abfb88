"""Print, as JSON, the pages one member of the made house would ask for, with the cookie to ask with."""

import json

from tests.bench.__main__ import pages, prepare, readers

if __name__ == "__main__":
    settings = prepare("large")
    reader = readers(1)[0]
    cookie = f"{settings.SESSION_COOKIE_NAME}={reader['key']}"
    print(json.dumps({name: {"path": path, "cookie": cookie} for name, path in pages(reader).items()}))
