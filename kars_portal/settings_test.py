"""The settings under pytest: nothing of the machine's own portal is read or written."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# Before the settings look at them: no test may depend on what this machine has set, and none may
# touch its data folder. DATABASE_URL stays: it says which database the suite runs on.
for _name in [name for name in os.environ if name.startswith("KARS_")]:
    if _name != "KARS_TEST_CHROMIUM":
        del os.environ[_name]
_data = tempfile.mkdtemp(prefix="kars-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["KARS_DATA_DIR"] = _data
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from kars_portal.settings import *  # noqa: E402, F403
from kars_portal.settings import DATABASES, STORAGES  # noqa: E402

# Pages are tested without collecting static files first.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_AUTOREFRESH = True
# The live server answers each browser in a thread of its own, which ends some time after the window
# is closed: a session kept for the next request would still be there when the database is dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Tests log in often; what they check is never the strength of the hash.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests sign in by force, again and again; how people sign in is tested with the real values
# (tests/signin).
SECOND_FACTOR_ROLES = ()
AXES_ENABLED = False
