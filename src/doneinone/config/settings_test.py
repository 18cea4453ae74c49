"""Settings of the tests: they log in as the owner and act as the application role.

The tests' database cluster stands in a folder of its own, which ``tests/conftest.py`` starts.
"""

import os
from pathlib import Path

os.environ.setdefault("DONEINONE_DATA", str(Path(__file__).resolve().parents[3] / "var" / "tests"))
os.environ.setdefault("DONEINONE_SECRET_KEY", "for tests only, this key guards nothing")
os.environ["DONEINONE_DB_ROLE"] = "hub_owner"

from doneinone.config.settings import *  # noqa: F403

# A database for each run, so that two runs at once do not meet.
DATABASES["default"]["TEST"] = {  # noqa: F405
    "NAME": os.environ.get("DONEINONE_TEST_DATABASE", f"test_hub_{os.getpid()}")
}
EMAIL_ADAPTER = "doneinone.adapters.email.MemoryEmail"
SMS_ADAPTER = "doneinone.adapters.sms.MemorySms"
LETTER_ADAPTER = "doneinone.adapters.letters.MemoryLetters"
FILES_ADAPTER = "doneinone.adapters.files.MemoryFiles"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False
