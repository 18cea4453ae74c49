"""Neither the counts of tries nor figures kept in memory reach the next test."""

import pytest
from django.core.cache import cache

from doneinone.domain.insight.queries import forget_kept


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()
    forget_kept()
