"""The counts of tries do not reach the next test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()
