"""The register in memory answers as the table does."""

from doneinone.adapters.addresses import FoundAddress, MemoryAddresses
from doneinone.domain.places.rules.searching import choices, without_numbers, without_postcodes

HOMES = MemoryAddresses(
    FoundAddress(at, f"{at} Lime Grove", "Lime Grove", "Bridge End", "M65AB", 1000 + at * 10, 2000)
    for at in range(1, 15)
)


def test_search_by_words() -> None:
    found = HOMES.search(words=choices(text="Outside 14 Lime Gr, Bridge End"), limit=5)
    assert [each.line for each in found] == ["14 Lime Grove"]
    assert len(HOMES.search(words=choices(text="lime grove M6"), limit=5)) == 5
    assert HOMES.search(words=choices(text="oak"), limit=5) == []


def test_by_postcode_place_and_key() -> None:
    assert len(HOMES.at_postcode(postcode="M65AB", limit=3)) == 3
    near = HOMES.nearest(easting=1042, northing=2000, within=50)
    assert near is not None
    assert near.key == 4
    assert HOMES.nearest(easting=9000, northing=2000, within=50) is None
    assert HOMES.by_key(key=99) is None


def test_words_and_what_they_stand_for() -> None:
    assert choices(text="near Lime Rd.") == [["lime"], ["rd", "road"]]
    assert choices(text="outside") == [["outside"]]
    words = choices(text="14a Lime Grove M6 5AB")
    assert without_numbers(words=words) == [["lime"], ["grove"], ["m6"], ["5ab"]]
    assert without_postcodes(words=words) == [["14a"], ["lime"], ["grove"]]
