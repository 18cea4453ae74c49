"""
What people read when an answer cannot be taken, and the names of months, in English and Welsh.

The style is that of the GOV.UK Design System: say what to do, never blame.
"""

from collections.abc import Mapping

LANGUAGES = ("en", "cy")

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "cy": (
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
        "Hydref", "Tachwedd", "Rhagfyr",
    ),
}  # fmt: skip

_WORDS: dict[str, tuple[str, str]] = {
    "yes": ("Yes", "Ie"),
    "no": ("No", "Na"),
    "confirmed": ("Confirmed", "Cadarnhawyd"),
    "not_answered": ("Not answered", "Heb ei ateb"),
    "files": ("{count} files", "{count} ffeil"),
    "one_file": ("1 file", "1 ffeil"),
    "not_an_object": ("Send the answers by question", "Anfonwch yr atebion fesul cwestiwn"),
    "unknown": ("There is no question '{id}'", "Nid oes cwestiwn '{id}'"),
    "unknown_near": (
        "There is no question '{id}'. Did you mean '{near}'?",
        "Nid oes cwestiwn '{id}'. Ai '{near}' oeddech chi'n ei feddwl?",
    ),
    "too_many_unknown": (
        "There are more answers than questions",
        "Mae mwy o atebion na chwestiynau",
    ),
    "does_not_apply": (
        "This question does not apply with the other answers. Leave it out",
        "Nid yw'r cwestiwn hwn yn berthnasol gyda'r atebion eraill. Gadewch ef allan",
    ),
    "enter": ("Enter an answer", "Rhowch ateb"),
    "text_wrong": ("The answer must be text", "Rhaid i'r ateb fod yn destun"),
    "too_long": (
        "The answer must be {max} characters or less",
        "Rhaid i'r ateb fod yn {max} nod neu lai",
    ),
    "select": ("Select an option", "Dewiswch opsiwn"),
    "select_yes_no": ("Select yes or no", "Dewiswch ie neu na"),
    "select_some": ("Select at least one option", "Dewiswch o leiaf un opsiwn"),
    "select_min": ("Select {min} or more options", "Dewiswch {min} neu fwy o opsiynau"),
    "select_max": ("Select {max} options or fewer", "Dewiswch {max} opsiwn neu lai"),
    "not_in_list": ("Select an option from the list", "Dewiswch opsiwn o'r rhestr"),
    "date": ("Enter the date, like 27 3 2026", "Rhowch y dyddiad, fel 27 3 2026"),
    "date_day": ("The date must include a day", "Rhaid i'r dyddiad gynnwys diwrnod"),
    "date_month": ("The date must include a month", "Rhaid i'r dyddiad gynnwys mis"),
    "date_year": ("The date must include a year", "Rhaid i'r dyddiad gynnwys blwyddyn"),
    "date_year_four": (
        "The year must have four figures, like 2026",
        "Rhaid i'r flwyddyn fod â phedwar ffigur, fel 2026",
    ),
    "date_not_real": (
        "{date} is not a real date. Enter the date, like 27 3 2026",
        "Nid yw {date} yn ddyddiad go iawn. Rhowch y dyddiad, fel 27 3 2026",
    ),
    "date_early": ("The date must be {date} or after", "Rhaid i'r dyddiad fod yn {date} neu wedyn"),
    "date_late": ("The date must be {date} or before", "Rhaid i'r dyddiad fod yn {date} neu gynt"),
    "date_past": (
        "The date must be today or in the past",
        "Rhaid i'r dyddiad fod heddiw neu yn y gorffennol",
    ),
    "date_future": (
        "The date must be today or in the future",
        "Rhaid i'r dyddiad fod heddiw neu yn y dyfodol",
    ),
    "number": ("Enter a number, like 30", "Rhowch rif, fel 30"),
    "number_whole": ("Enter a whole number, like 30", "Rhowch rif cyfan, fel 30"),
    "number_min": ("The number must be {min} or more", "Rhaid i'r rhif fod yn {min} neu fwy"),
    "number_max": ("The number must be {max} or less", "Rhaid i'r rhif fod yn {max} neu lai"),
    "money": ("Enter an amount in pounds, like 12.50", "Rhowch swm mewn punnoedd, fel 12.50"),
    "money_min": ("The amount must be £{min} or more", "Rhaid i'r swm fod yn £{min} neu fwy"),
    "money_max": ("The amount must be £{max} or less", "Rhaid i'r swm fod yn £{max} neu lai"),
    "email": (
        "Enter an email address in the correct format, like name@example.com",
        "Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@example.com",
    ),
    "telephone": (
        "Enter a telephone number, like 01632 960 001 or 07700 900 982",
        "Rhowch rif ffôn, fel 01632 960 001 neu 07700 900 982",
    ),
    "name": ("Enter your name", "Rhowch eich enw"),
    "name_long": (
        "Each name must be {max} characters or less",
        "Rhaid i bob enw fod yn {max} nod neu lai",
    ),
    "address": ("Enter an address", "Rhowch gyfeiriad"),
    "address_line": (
        "Enter address line 1, typically the building and street",
        "Rhowch linell cyfeiriad 1, fel arfer yr adeilad a'r stryd",
    ),
    "address_long": (
        "An address has at most {max} lines of 100 characters",
        "Mae gan gyfeiriad hyd at {max} llinell o 100 nod",
    ),
    "postcode": (
        "Enter a full UK postcode, like M3 5FS",
        "Rhowch god post llawn y DU, fel M3 5FS",
    ),
    "location": (
        "Enter a postcode or choose a place on the map",
        "Rhowch god post neu dewiswch le ar y map",
    ),
    "location_outside": (
        "The place must be in Great Britain or Northern Ireland",
        "Rhaid i'r lle fod ym Mhrydain Fawr neu Ogledd Iwerddon",
    ),
    "file": ("Select a file", "Dewiswch ffeil"),
    "file_max": ("Select {max} files or fewer", "Dewiswch {max} ffeil neu lai"),
    "file_twice": ("The same file is there twice", "Mae'r un ffeil yno ddwywaith"),
    "declaration": (
        "Confirm that you agree before you continue",
        "Cadarnhewch eich bod yn cytuno cyn parhau",
    ),
    "group": ("Add at least one", "Ychwanegwch o leiaf un"),
    "group_min": ("Add {min} or more", "Ychwanegwch {min} neu fwy"),
    "group_max": ("You can add up to {max}", "Gallwch ychwanegu hyd at {max}"),
    "group_wrong": ("Send a list with the answers of each", "Anfonwch restr ag atebion pob un"),
}


def words(key: str, language: str, details: Mapping[str, object] | None = None) -> str:
    """Give the words for a key in a language (English where we have no others)."""
    english, welsh = _WORDS[key]
    return (welsh if language == "cy" else english).format_map(details or {})
