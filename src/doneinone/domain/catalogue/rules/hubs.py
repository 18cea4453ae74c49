"""What a hub is: the format of ``hub.yaml``."""

from typing import Annotated, Literal

from pydantic import AnyHttpUrl, EmailStr, Field, StringConstraints

from doneinone.domain.catalogue.rules.questions import Part
from doneinone.domain.catalogue.rules.texts import InOrder, Key, LanguageCode, OpeningHours, Text

GssCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{8}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class Theme(Part):
    """A heading that services are listed under."""

    title: Text
    """The heading."""

    summary: Text | None = None
    """One line about what is found under it."""

    icon: str | None = None
    """The name of the picture beside it."""


class Agency(Part):
    """An organisation that takes part in the hub."""

    name: Text
    """The name people know it by."""

    kind: Literal[
        "council", "utility", "housing", "health", "police", "fire", "education", "transport",
        "government", "charity", "advice", "other",
    ] = "other"  # fmt: skip
    """What kind of organisation it is."""

    gss: GssCode | None = None
    """Its code in the register of places (ONS), if it is a council."""

    telephone: str | None = None
    """Where people may ring it."""

    email: EmailStr | None = None
    """Where people may write to it."""

    website: AnyHttpUrl | None = None
    """Where people may read about it."""


class Team(Part):
    """People of one agency who do one kind of work."""

    agency: Key
    """The agency the team belongs to."""

    name: Text
    """What the team is called."""

    hours: OpeningHours | None = None
    """When it works, which is when its clocks run; without it, Monday to Friday 9 to 5."""

    working_days_of: Key | None = None
    """The team whose days count as working days here: a crew that is called out at night and on
    Sundays has no shorter week for it. Its hours are its own."""

    email: EmailStr | None = None
    """Where the team is told of new work."""


class Brand(Part):
    """How the hub looks."""

    colour: Colour
    """The main colour, like #1d5c4a; white words on it must be easy to read."""

    logo: str | None = None
    """The file of the mark, in the hub's folder."""


class HubDefinition(Part):
    """The file `hub.yaml`: one front door and who stands behind it."""

    hub: Key
    """The key of the hub."""

    name: Text
    """The name of the place."""

    packs: list[Key] = []
    """Packs of ready-made services that the hub offers."""

    leave_out: list[Key] = []
    """Services of the packs that the hub does not offer."""

    languages: list[LanguageCode] = Field(["en"], min_length=1)
    """The languages it is offered in; English must be one."""

    calendar: Literal["england", "wales", "scotland", "northern-ireland"] = "england"
    """Whose bank holidays count."""

    time_zone: str = "Europe/London"
    """The time zone of its clocks."""

    council: GssCode
    """The register's code of the council whose postcodes are ours."""

    telephone: str | None = None
    """The number to ring."""

    email: EmailStr | None = None
    """The address to write to."""

    website: AnyHttpUrl | None = None
    """The address of the hub or the council on the web."""

    boundary_metres: int = Field(250, ge=0, le=10_000)
    """Nearer to a neighbour than this, a report may be carried on with."""

    brand: Brand | None = None
    """How the hub looks."""

    themes: InOrder[Theme] = Field(min_length=1)
    """The headings services are listed under."""

    agencies: InOrder[Agency] = Field(min_length=1)
    """The organisations that take part."""

    teams: InOrder[Team] = Field(min_length=1)
    """The teams that do the work."""
