"""How things of the plan are told on pages: ids to jump to, keys to sort by, numbers in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import log2

from netaddr import IPAddress, IPNetwork

from cidrbook.text.regex import regex

_DIGITS = {4: 10, 6: 39}
_LONG = 1 << 32
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STRANGE = regex(r"[^\w-]")


_plan: ContextVar[str] = ContextVar("cidrbook_plan", default="")


@contextmanager
def of_plan(folder: str) -> Iterator[None]:
    """Ids are those of the plan in this folder, meanwhile, in this thread; "" is the site's own plan."""
    token = _plan.set(folder)
    try:
        yield
    finally:
        _plan.reset(token)


def anchor(kind: str, name: object) -> str:
    """The id that something has on pages: `cidrbook-network-servers`. Two names, or two plans, never make one.

    Another plan's ids begin with its folder: `cidrbook--cabin--network-servers`.
    """
    folder = _plan.get()
    of_folder = f"-{_name_in_notation(folder)}--" if folder else ""
    return f"cidrbook-{of_folder}{kind}-{_name_in_notation(name)}"


def _name_in_notation(name: object) -> str:
    return _STRANGE.sub(lambda found: f".{ord(found[0]):x}.", str(name))


def address_key(address: IPAddress) -> str:
    """What puts addresses into numeric order where a script sorts by text: all of one IP version are as long."""
    return f"v{address.version}-{int(address):0{_DIGITS[address.version]}}"


def prefix_key(cidr: IPNetwork) -> str:
    """The same for prefixes; of two with one first address, the larger one comes first."""
    return f"v{cidr.version}-{cidr.first:0{_DIGITS[cidr.version]}}-{cidr.prefixlen:03}"


def number_key(number: int, digits: int = 39) -> str:
    """The same for numbers of at most so many digits; those of addresses there can be have 39."""
    return f"{number:0{digits}}"


def dashed(first: object, last: object) -> str:
    """From one to the other, with the dash that ranges have."""
    return f"{first} \u2013 {last}"


def amount(number: int) -> str:
    """How many there are: to the last one where people could count them, else as a power of two."""
    if number < _LONG:
        return f"{number:,}"
    power = str(round(log2(number))).translate(_RAISED)
    return f"2{power}" if number.bit_count() == 1 else f"about 2{power}"


def several(number: int, one: str, many: str = "") -> str:
    """A number with the word for that many."""
    return f"{amount(number)} {one if number == 1 else many or f'{one}s'}"
