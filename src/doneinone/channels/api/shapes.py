"""What goes over the wire, as OpenAPI describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Line = Annotated[str, Field(max_length=300)]


class Strict(BaseModel):
    """What a client sends: a field that we do not know is refused and not overlooked."""

    model_config = ConfigDict(extra="forbid")


class LocationIn(Strict):
    """
    Where it is: a postcode, or a point of the National Grid, or a point in degrees (WGS84).

    Give one of the three. The place must be the hub's own, or near its boundary.
    """

    postcode: Annotated[str, Field(max_length=20)] | None = None
    easting: Number | None = None
    northing: Number | None = None
    latitude: Number | None = None
    longitude: Number | None = None
    label: Annotated[
        str, Field(max_length=200, description="Where exactly, in words: outside 14 Lime Grove")
    ] | None = None  # fmt: skip


class PersonName(Strict):
    """A name in its parts."""

    title: Line | None = None
    given: Line | None = None
    family: Line | None = None


class ContactIn(Strict):
    """How to reach the person. Without it the report stays anonymous, where the service allows."""

    name: Line | PersonName | None = None
    email: Line | None = None
    telephone: Line | None = None


class CaseIn(Strict):
    """A report."""

    answers: dict[str, Any] = Field(
        default={},
        description="Answers by question, as `answers` of the service describes them.",
    )
    location: LocationIn | None = None
    contact: ContactIn | None = None
    language: Literal["en", "cy"] | None = Field(
        default=None, description="The language in which the person is written to."
    )


class Link(BaseModel):
    """Where a service is described, and where its cases are opened."""

    self: str
    cases: str


class Theme(BaseModel):
    """The heading that a service is listed under."""

    key: str
    title: str


class ServiceOut(BaseModel):
    """A service that people can ask for."""

    service: str
    kind: Literal["case"] = "case"
    title: str
    summary: str
    theme: Theme
    visibility: Literal["public", "standard", "restricted"]
    location: Literal["required", "optional", "none"]
    contact: Literal["required", "optional", "none"]
    photos: Literal["optional", "none"]
    language: str = Field(description="The language of title and summary.")
    version: int
    links: Link


class ServicesOut(BaseModel):
    """All services that open a case."""

    services: list[ServiceOut]


class ServiceWhole(ServiceOut):
    """A service with what it asks."""

    answers: dict[str, Any] = Field(
        description="The JSON Schema (draft 2020-12) of `answers` when a case is opened. "
        "`x-when` says when a question applies; an answer to one that does not is refused."
    )


class CaseLinks(BaseModel):
    """Where the status of a case is read, where the person tracks it, where files are added."""

    self: str
    track: str
    files: str


class Stage(BaseModel):
    """How far a case has got, or how it ended."""

    key: str
    label: str


class OpenedOut(BaseModel):
    """A case that was opened."""

    reference: str
    service: str
    stage: Stage
    due: datetime | None = Field(
        description="When it will be done: the date that the person is promised, or where the "
        "service promises none the date that the work is due. With the offset of local time."
    )
    promise: str | None = Field(description="The promise in words, to tell the person.")
    links: CaseLinks


class CaseOut(BaseModel):
    """How a case stands."""

    reference: str
    service: str
    title: str
    stage: Stage
    opened_at: datetime
    due: datetime | None
    promised: datetime | None
    outcome: Stage | None
    closed_at: datetime | None
    waiting_for_person: bool = Field(description="We asked the person something: clocks stand.")
    links: CaseLinks


class FileLinks(BaseModel):
    """The case that a file was added to."""

    case: str


class FileOut(BaseModel):
    """A file that was added."""

    name: str
    kind: str
    size: int
    added_at: datetime
    links: FileLinks


class Mistake(BaseModel):
    """What is wrong with one field."""

    field: str
    pointer: str | None = None
    detail: str


class ProblemOut(BaseModel):
    """What went wrong (RFC 9457), in plain words."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[Mistake] | None = None
