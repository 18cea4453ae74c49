"""Every word of the interface is in every language, and what is served is what is written."""

import re

import pytest

from doneinone.foundation import translations


@pytest.fixture(scope="module")
def used():
    return translations.words_in_use()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_string_is_translated(language, used):
    missing = translations.untranslated(language=language, used=used)
    assert missing == [], "run: python -m doneinone.foundation.translations, then fill the .po"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_source(language):
    assert translations.is_compiled(language), "run: python -m doneinone.foundation.translations"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_translation_keeps_every_placeholder(language):
    named = re.compile(r"%\(\w+\)[sd]|%\{\w+\}")
    for message in translations.catalogue(language):
        if isinstance(message.id, str) and message.id:
            assert set(named.findall(message.id)) == set(named.findall(message.string)), message.id


def test_it_finds_words_in_templates_and_in_python(used):
    assert used.get("Skip to main content") is not None
    assert used.get("midnight") is not None
