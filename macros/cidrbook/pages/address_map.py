"""The address space as a map: for each block that holds networks 256 cells, and in each the letter of its network.

A map is to scale. It shows the part of the block that networks are in, rounded to whole bytes, so that a row begins
with a round number; what is outside of it is free, and the sentence below says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netaddr import IPNetwork

from cidrbook.net.spans import Domain
from cidrbook.pages.book import Book
from cidrbook.pages.cells import ROW, block_label
from cidrbook.pages.markup import render
from cidrbook.pages.notation import anchor, dashed, several
from cidrbook.pages.scopes import brief, called
from cidrbook.pages.tree import many
from cidrbook.plan.network import Network
from cidrbook.plan.space import NetworkBlock
from cidrbook.plan.views.allocation import WIDTH, Allocation, allocations

_MAPS = 12
"""The maps that a macro may show; each has about 6 kB."""

_KEYS = 120
"""The networks that the keys of all maps may name."""

_ELSEWHERE = 200
"""The networks in no block that are listed."""

_BYTE = 8
"""A map has 256 cells: they are a byte of the address."""

_NAME = 60
_TINTS = {"load-balancer": "P", "pods": "P", "services": "P", "vpn": "V", "guest": "G", "iot": "R", "storage": "S"}
"""The tint and pattern of a network's cells by its role; others have that of hosts."""


class MapCell(NamedTuple):
    """A cell: its letter and its tint, both empty where it is free."""

    letter: str
    tint: str
    title: str


class MapRow(NamedTuple):
    """A row of 16 cells, with the number that its first one has. `words` stand for free rows on a phone."""

    label: str
    cells: list[MapCell]
    words: str = ""


class MapKey(NamedTuple):
    """A network of the map."""

    letter: str
    tint: str
    link: str
    name: str
    prefix: str


class AddressMap(NamedTuple):
    """The map of one block."""

    name: str
    prefix: str
    scope: str
    rows: list[MapRow]
    keys: list[MapKey]
    note: str


def address_map(book: Book) -> str:
    """The blocks of the plan that hold networks, each as a map of 256 cells; below it what lies in no block."""
    everything = allocations(book.plan)
    if not everything:
        return render("sentence.html.jinja", text="The plan has no networks.")
    domains = {allocation.block.domain for allocation in everything}
    blocks = [allocation for allocation in everything if allocation.inside]
    outermost = sorted(range(len(blocks)), key=lambda index: (blocks[index].depth, index))[:_MAPS]
    share = _KEYS // max(len(outermost), 1)
    maps = [_map(blocks[index], domains, share) for index in sorted(outermost)]
    alone = [allocation for allocation in everything if allocation.parent < 0 and not allocation.inside]
    left_out = _left_out(len(blocks) - len(outermost), len(alone) - _ELSEWHERE)
    elsewhere = [_other_domains(allocation, domains) for allocation in alone[:_ELSEWHERE]]
    return render("map.html.jinja", maps=maps, elsewhere=elsewhere, left_out=left_out)


def _left_out(blocks: int, networks: int) -> str:
    words = ((blocks, "block"), (networks, "network"))
    return " and ".join(several(number, word) for number, word in words if number > 0)


def _other_domains(allocation: Allocation, domains: set[Domain]) -> tuple[str, str, str, str, str]:
    network, block = allocation.block.network, allocation.block
    size = many(allocation.size, allocation.version)
    return (
        _network_link(network),
        _map_name(network),
        str(block.prefix),
        size,
        called((block.domain[0], 0), _scopes(domains)),
    )


def _scopes(domains: set[Domain]) -> set[Domain]:
    return {(scope, 0) for scope, _ in domains}


def _network_link(network: Network) -> str:
    return anchor("network", network.id)


def _map_name(network: Network) -> str:
    return brief(network.name or network.id, _NAME)


def _map(allocation: Allocation, domains: set[Domain], most: int) -> AddressMap:
    drawn = _drawn(allocation)
    letters = _letters([block.network for block in allocation.inside])
    networks = list(zip(allocation.inside, letters, strict=True))
    cells = _map_cells(drawn, networks)
    keys = [
        MapKey(letter, _tint(block.network), _network_link(block.network), _map_name(block.network), str(block.prefix))
        for block, letter in networks[:most]
    ]
    more = len(networks) - len(keys)
    rest = [MapKey("", "", "", several(more, "more network"), "")] if more else []
    network = allocation.block.network
    free = MapKey("", "", "", "free", many(allocation.free, allocation.version))
    return AddressMap(
        _map_name(network),
        str(allocation.block.prefix),
        called((allocation.block.domain[0], 0), _scopes(domains)),
        list(_map_rows(drawn, cells)),
        [*keys, *rest, free],
        _note(allocation, drawn),
    )


def _drawn(allocation: Allocation) -> IPNetwork:
    """The part of a block that is drawn: whole bytes around the networks inside, and larger than any of them."""
    width = WIDTH[allocation.version]
    low, high = min(block.first for block in allocation.inside), max(block.last for block in allocation.inside)
    common = width - (low ^ high).bit_length()
    longest = min(width - _BYTE, *(int(block.prefix.prefixlen) - 1 for block in allocation.inside))
    length = max(int(allocation.block.prefix.prefixlen), min(common, longest) // _BYTE * _BYTE)
    first = low >> (width - length) << (width - length)
    return IPNetwork((first, length), version=allocation.version)


def _cell_length(drawn: IPNetwork) -> int:
    """The length of a cell's prefix: the map has 256 cells, or one for each address of a small block."""
    return min(int(drawn.prefixlen) + _BYTE, WIDTH[drawn.version])


def _map_cells(drawn: IPNetwork, networks: Sequence[tuple[NetworkBlock, str]]) -> list[MapCell]:
    """What each of the cells shows: its network, with a plus where there are more of them in it."""
    size = 1 << WIDTH[drawn.version] - _cell_length(drawn)
    found: dict[int, list[tuple[NetworkBlock, str]]] = {}
    for block, letter in networks:
        for index in range((block.first - drawn.first) // size, (block.last - drawn.first) // size + 1):
            found.setdefault(index, []).append((block, letter))
    return [_map_cell(found.get(index, [])) for index in range(min(1 << _BYTE, drawn.size))]


def _map_cell(networks: Sequence[tuple[NetworkBlock, str]]) -> MapCell:
    if not networks:
        return MapCell("", "", "")
    block, letter = networks[0]
    title = ", ".join(f"{_map_name(other.network)} {other.prefix}" for other, _ in networks[:4])
    return MapCell(letter + ("+" if len(networks) > 1 else ""), _tint(block.network), title)


def _tint(network: Network) -> str:
    return _TINTS.get(network.role, "H")


def _map_rows(drawn: IPNetwork, cells: Sequence[MapCell]) -> Iterator[MapRow]:
    """The cells by rows of 16; of free rows that follow one another the first says on a phone which they are."""
    length = _cell_length(drawn)
    size = 1 << WIDTH[drawn.version] - length
    free_from = None
    rows: list[MapRow] = []
    for at in range(0, len(cells), ROW):
        row = list(cells[at : at + ROW])
        is_free = not any(cell.letter for cell in row)
        label = block_label(drawn.first + at * size, drawn, length)
        free_from = (free_from if free_from is not None else len(rows)) if is_free else None
        rows.append(MapRow(label, row, "free" if is_free else ""))
        if free_from is not None:
            last = block_label(drawn.first + (at + len(row) - 1) * size, drawn, length)
            rows[free_from] = rows[free_from]._replace(words=f"{dashed(rows[free_from].label, last)} free")
    yield from rows


def _note(allocation: Allocation, drawn: IPNetwork) -> str:
    outside = f" Only {drawn} is drawn: the rest of the block is free." if drawn.size < allocation.size else ""
    return f"One cell is a /{_cell_length(drawn)}; the number at the left is that of the row's first cell.{outside}"


def _letters(networks: Sequence[Network]) -> list[str]:
    """A letter for each network, none of them twice: its initial, or another one of its name, or a number."""
    taken: set[str] = set()
    numbers = iter(range(1, len(networks) + 1))
    found: dict[str, str] = {}
    initials = Counter(_map_name(network)[:1].upper() for network in networks)
    for network in networks:
        if network.id in found:
            continue
        letters = [char for char in _map_name(network).upper() if char.isascii() and char.isalpha()]
        free = (letter for letter in letters if letter not in taken and (letter == letters[0] or not initials[letter]))
        letter = next(free, None) or next(letter for letter in map(str, numbers) if letter not in taken)
        taken.add(letter)
        found[network.id] = letter
    return [found[network.id] for network in networks]
