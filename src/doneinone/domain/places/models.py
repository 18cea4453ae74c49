"""Councils, postcodes, areas, streets, addresses, and the outline of the hub.

Places are in metres of the British National Grid (EPSG:27700), as whole numbers, so that a search
round a point is a box over a plain index and needs no extension of the database.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models


class Council(models.Model):
    """A council of Great Britain, by its GSS code."""

    wall: ClassVar[str] = "none: public reference data"

    gss = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=120)
    website = models.CharField(max_length=200)
    snac = models.CharField(max_length=10)
    country = models.CharField(max_length=20)
    parent_gss = models.CharField(max_length=9)

    class Meta:
        db_table = "council"

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """
    All postcodes of one postcode sector (``M6 5``) in one row: Britain in 11 thousand rows.

    ``units`` holds the last two letters of each postcode one after the other, in the order of the
    other lists. ``council_at`` points into ``councils``. Postcodes no longer in use are included:
    the source does not tell them apart, and people go on using them for years.
    """

    wall: ClassVar[str] = "none: public reference data"

    sector = models.CharField(max_length=5, primary_key=True)
    units = models.TextField()
    councils = ArrayField(models.CharField(max_length=9))
    council_at = ArrayField(models.SmallIntegerField())
    eastings = ArrayField(models.IntegerField())
    northings = ArrayField(models.IntegerField())
    west = models.IntegerField()
    south = models.IntegerField()
    east = models.IntegerField()
    north = models.IntegerField()

    class Meta:
        db_table = "postcode_sector"

    def __str__(self) -> str:
        return self.sector


class Area(models.Model):
    """A part of the hub that has a name, such as a ward. ``shape`` is GeoJSON in grid metres."""

    wall: ClassVar[str] = "none: public reference data"

    key = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=80)
    shape = models.JSONField()
    west = models.IntegerField()
    south = models.IntegerField()
    east = models.IntegerField()
    north = models.IntegerField()

    class Meta:
        db_table = "area"

    def __str__(self) -> str:
        return self.name


class Postcode(models.Model):
    """A postcode in or near the hub, written without its space (``M65AB``)."""

    wall: ClassVar[str] = "none: public reference data"

    postcode = models.CharField(max_length=7, primary_key=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, related_name="+")
    easting = models.IntegerField()
    northing = models.IntegerField()

    class Meta:
        db_table = "postcode"
        indexes = [models.Index(fields=["easting", "northing"], name="postcode_place")]

    def __str__(self) -> str:
        return f"{self.postcode[:-3]} {self.postcode[-3:]}"


class Street(models.Model):
    """A street, with its line as GeoJSON in grid metres and the point in its middle."""

    wall: ClassVar[str] = "none: public reference data"

    name = models.CharField(max_length=80)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    postcode = models.CharField(max_length=7)
    main = models.BooleanField(default=False)
    line = models.JSONField()
    easting = models.IntegerField()
    northing = models.IntegerField()
    words = models.TextField()
    search = models.GeneratedField(
        expression=SearchVector("words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        db_table = "street"
        indexes = [GinIndex(fields=["search"], name="street_search")]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """One address. ``key`` is its UPRN, or in the demonstration an invented number."""

    wall: ClassVar[str] = "none: addresses of buildings, not of people; nobody is named"

    key = models.BigIntegerField(primary_key=True)
    line = models.CharField(max_length=120)
    street = models.CharField(max_length=80)
    area = models.CharField(max_length=80)
    postcode = models.CharField(max_length=7)
    easting = models.IntegerField()
    northing = models.IntegerField()
    words = models.TextField()
    search = models.GeneratedField(
        expression=SearchVector("words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        db_table = "address"
        indexes = [
            GinIndex(fields=["search"], name="address_search"),
            models.Index(fields=["postcode"], name="address_postcode"),
            models.Index(fields=["easting", "northing"], name="address_place"),
        ]

    def __str__(self) -> str:
        return self.line


class Geography(models.Model):
    """
    What was loaded: the hub's council, its outline and its neighbours'. One row.

    ``neighbours`` is a list of objects with ``gss``, ``name``, ``link`` and ``shape``. ``version``
    changes with each load, so that a process knows when the shapes it keeps are old.
    """

    wall: ClassVar[str] = "none: public reference data"

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField()
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    outline = models.JSONField()
    neighbours = models.JSONField()

    class Meta:
        db_table = "geography"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="geography_one_row")]

    def __str__(self) -> str:
        return str(self.council_id)
