"""A data folder of its own for every test process, set before the settings are read.

Loaded by pytest with `-p tests.home`; a conftest would come too late.
"""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="pandeng-test-")
os.environ["PANDENG_HOME"] = HOME
os.environ["PANDENG_AUDIT_KEY"] = "the tests share one database, hence one key"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread
os.mkdir(f"{HOME}/static")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
