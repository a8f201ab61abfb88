"""Where a run of the suite takes place. Loaded by pytest before anything reads the settings (`-p` in pyproject.toml).

Every run has a data folder of its own, and so has every one of its workers: two runs at once never meet, nobody's
house is touched, and nothing is left behind.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["HEARTH_ENV"] = "test"

worker = os.environ.get("PYTEST_XDIST_WORKER")
if worker:
    os.environ["HEARTH_DATA"] = str(Path(os.environ["HEARTH_DATA"]) / worker)
else:
    os.environ["HEARTH_DATA"] = tempfile.mkdtemp(prefix="hearth-test-")
    atexit.register(shutil.rmtree, os.environ["HEARTH_DATA"], ignore_errors=True)
Path(os.environ["HEARTH_DATA"]).mkdir(exist_ok=True)
