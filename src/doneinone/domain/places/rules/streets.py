"""An invented street plan over real postcodes, the same every time.

For a hub without a gazetteer (the demonstration): postcodes become junctions, close neighbours are
joined (a Gabriel graph, which looks much like a town), and lines that run straight on through a
junction become one street. A street's name comes from the postcodes at its ends.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import shapely

from doneinone.domain.places.rules.outlines import Points

SPACING = 60
"""Metres: postcodes nearer than this make one junction."""
LONGEST_LINK = 320
STRAIGHT_ON = math.radians(38)
LONGEST_STREET = 9
"""Links after which a side street ends and another begins."""
MAIN_ONE_IN = 100
"""Of so many lines through the town the longest is a main road."""
HOUSE_EVERY = 22
HOUSE_BACK = 9

LAST = (
    "Street", "Road", "Avenue", "Grove", "Close", "Drive", "Lane",
    "Terrace", "Walk", "Court", "Crescent", "Gardens", "Place", "Way",
)  # fmt: skip
MAIN = ("Road", "Street", "Way")


@dataclass(frozen=True, slots=True)
class PlannedStreet:
    """A street of the plan: its name, its line, and the junctions that lie on it."""

    name: str
    main: bool
    line: tuple[tuple[int, int], ...]
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class House:
    """A house of the plan, with the junction that it is nearest to."""

    number: int
    node: int
    easting: int
    northing: int


def junctions(*, points: Points) -> tuple[Points, list[int]]:
    """Merge points that are close together. Returns the junctions, and each point's junction."""
    of_cell: dict[tuple[int, int], int] = {}
    sums: list[list[float]] = []
    of_point: list[int] = []
    for east, north in points.tolist():
        cell = (int(east // SPACING), int(north // SPACING))
        at = of_cell.setdefault(cell, len(sums))
        if at == len(sums):
            sums.append([0.0, 0.0, 0.0])
        sums[at][0] += east
        sums[at][1] += north
        sums[at][2] += 1
        of_point.append(at)
    return np.array([[e / n, m / n] for e, m, n in sums]), of_point


def _links(nodes: Points) -> list[tuple[int, int]]:
    """Join junctions with nothing between them: no third one in the circle on the two."""
    edges = shapely.delaunay_triangles(shapely.MultiPoint(nodes), only_edges=True)
    number = {(round(e, 3), round(n, 3)): at for at, (e, n) in enumerate(nodes.tolist())}
    pairs = np.array(
        [
            [number[(round(e, 3), round(n, 3))] for e, n in line.coords]
            for line in shapely.get_parts(edges)
        ]
    )
    start, end = nodes[pairs[:, 0]], nodes[pairs[:, 1]]
    half = np.hypot(*(end - start).T) / 2
    tree = shapely.STRtree(shapely.points(nodes))
    middles = shapely.points((start + end) / 2)
    found, distance = tree.query_nearest(middles, return_distance=True, all_matches=False)
    empty = np.zeros(len(pairs), dtype=bool)
    empty[found[0]] = distance >= half[found[0]] - 0.01
    keep = empty & (half * 2 <= LONGEST_LINK)
    return _without_triangles(nodes, [(int(a), int(b)) for a, b in pairs[keep]])


def _without_triangles(nodes: Points, links: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take out the longest side of every triangle, as streets seldom make one."""
    beside: dict[int, set[int]] = defaultdict(set)
    for a, b in links:
        beside[a].add(b)
        beside[b].add(a)

    def length(a: int, b: int) -> float:
        return math.dist(nodes[a], nodes[b])

    return [
        (a, b)
        for a, b in links
        if not any(
            max(length(a, other), length(b, other)) < length(a, b)
            for other in beside[a] & beside[b]
        )
    ]


def _runs(nodes: Points, links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Follow links straight on through junctions. Returns lines as lists of junctions."""
    at_node: dict[int, list[int]] = defaultdict(list)
    for at, (a, b) in enumerate(links):
        at_node[a].append(at)
        at_node[b].append(at)
    onward: dict[tuple[int, int], int] = {}
    for node, around in at_node.items():
        heading = {}
        for at in around:
            other = links[at][0] + links[at][1] - node
            step = nodes[other] - nodes[node]
            heading[at] = math.atan2(step[1], step[0])
        bends = sorted(
            (abs(math.pi - abs((heading[a] - heading[b] + math.pi) % math.tau - math.pi)), a, b)
            for i, a in enumerate(around)
            for b in around[i + 1 :]
        )
        for bend, a, b in bends:
            if bend < STRAIGHT_ON and (a, node) not in onward and (b, node) not in onward:
                onward[(a, node)], onward[(b, node)] = b, a
    return list(_walks(links, onward))


def _walks(
    links: Sequence[tuple[int, int]], onward: Mapping[tuple[int, int], int]
) -> Iterator[list[int]]:
    """Walk each line once, from an end if it has one."""
    used: set[int] = set()

    def walk(link: int, node: int) -> list[int]:
        line = [node]
        at: int | None = link
        while at is not None and at not in used:
            used.add(at)
            node = links[at][0] + links[at][1] - node
            line.append(node)
            at = onward.get((at, node))
        return line

    for ends_only in (True, False):
        for at, (a, b) in enumerate(links):
            for node in (a, b):
                if at not in used and (not ends_only or (at, node) not in onward):
                    yield walk(at, node)


def plan_streets(
    *,
    nodes: Points,
    postcodes: Sequence[str],
    areas: Sequence[str],
    names: Sequence[str],
    known: Mapping[str, str],
) -> list[PlannedStreet]:
    """
    Plan the streets of a hub.

    ``postcodes`` and ``areas`` give the first postcode and the area of each junction. Streets are
    called by one of ``names`` and a word such as Road, each once in an area. ``known`` gives the
    name of the street at some postcodes of ``postcodes``.
    """
    lines: list[tuple[bool, list[int]]] = []
    runs = sorted(_runs(nodes, _links(nodes)), key=lambda run: (-len(run), run))
    for rank, run in enumerate(runs):
        if rank < len(runs) // MAIN_ONE_IN:
            lines.append((True, run))
        else:
            step = LONGEST_STREET
            lines += [(False, run[at : at + step + 1]) for at in range(0, len(run) - 1, step)]
    lines.sort(key=lambda line: (-len(line[1]), [postcodes[node] for node in line[1]]))
    taken: set[tuple[str, str]] = {
        (areas[at], known[code]) for at, code in enumerate(postcodes) if code in known
    }
    left = dict(known)
    streets = []
    for main, line in lines:
        named = next((left.pop(postcodes[n]) for n in line if postcodes[n] in left), None)
        area = areas[line[len(line) // 2]]
        name = named or _name(
            postcodes[line[0]] + postcodes[line[-1]], names, MAIN if main else LAST, area, taken
        )
        taken.add((area, name))
        streets.append(
            PlannedStreet(
                name=name,
                main=main,
                line=tuple((round(nodes[n][0]), round(nodes[n][1])) for n in line),
                nodes=tuple(line),
            )
        )
    return streets


def _name(
    seed: str, names: Sequence[str], last: Sequence[str], area: str, taken: set[tuple[str, str]]
) -> str:
    """Make the name of a street from a seed, one that its area does not have yet."""
    number = int.from_bytes(blake2b(seed.encode(), digest_size=8).digest(), "big")
    for step in range(len(names) * len(last)):
        first = names[(number + step) % len(names)]
        name = f"{first} {last[(number // 997 + step // 7) % len(last)]}"
        if (area, name) not in taken:
            return name
    return f"{names[number % len(names)]} {last[0]} {number % 1000}"


def houses(*, street: PlannedStreet, nodes: Points) -> Iterator[House]:
    """Set houses along a street, odd numbers on its left and even ones on its right."""
    before = HOUSE_EVERY / 2
    number = 1
    for at in range(len(street.nodes) - 1):
        (e, n), (east, north) = street.line[at], street.line[at + 1]
        length = math.hypot(east - e, north - n)
        if length == 0:
            continue
        along, across = (east - e) / length, (north - n) / length
        while before < length:
            node = street.nodes[at if before < length / 2 else at + 1]
            for side, house in ((1, number), (-1, number + 1)):
                yield House(
                    number=house,
                    node=node,
                    easting=round(e + along * before - side * across * HOUSE_BACK),
                    northing=round(n + across * before + side * along * HOUSE_BACK),
                )
            number += 2
            before += HOUSE_EVERY
        before -= length
