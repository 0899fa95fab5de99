"""Crypto-PAn: addresses that share a prefix share one of the same length when they are masked, by a secret key.

J. Xu, J. Fan, M. H. Ammar, S. B. Moon: Prefix-Preserving IP Address Anonymization (ICNP 2002). Whether a bit is
flipped depends on the key and on the bits before it, by one block of AES-128.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from cidrbook.publish.profile import PublishError

_BLOCK = 128
"""Bits of a block of AES; an IPv4 address stands at its beginning."""

WIDTH = {4: 32, 6: 128}


class NoCipherError(PublishError):
    """AES is not installed; the message says how to install it."""


def key_of(secret: str) -> bytes:
    """The 32 bytes that Crypto-PAn takes, of a secret of any length."""
    return sha256(secret.encode()).digest()


@cache
def flips(key: bytes, number: int, version: int) -> int:
    """The bits that Crypto-PAn flips in an address: the address with these flipped is its mask."""
    pad, width = _pad(key), WIDTH[version]
    extended = number << _BLOCK - width
    blocks = (_block(extended, pad, bit) for bit in range(width))
    encrypted = _encrypted(key, b"".join(blocks))
    return int("".join(str(encrypted[at] >> 7) for at in range(0, len(encrypted), 16)), 2)


def scattered(key: bytes, number: int, length: int, version: int) -> int:
    """128 bits that depend on the key and on a whole prefix: nothing of it is kept."""
    block = _block(number << _BLOCK - WIDTH[version], _pad(key), length)
    return int.from_bytes(_encrypted(key, block), "big")


def _block(extended: int, pad: int, bits: int) -> bytes:
    """The first bits of an address, and the rest of the pad."""
    rest = _BLOCK - bits
    return ((extended >> rest << rest) | (pad & (1 << rest) - 1)).to_bytes(16, "big")


@cache
def _pad(key: bytes) -> int:
    return int.from_bytes(_encrypted(key, key[16:]), "big")


def _encrypted(key: bytes, blocks: bytes) -> bytes:
    """The blocks, each encrypted by itself, as the method asks."""
    try:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 (an optional part)
    except ImportError:
        raise NoCipherError("masks of addresses need AES: `pip install 'cidrbook[publish]'`") from None
    encryptor = Cipher(algorithms.AES(key[:16]), modes.ECB()).encryptor()  # noqa: S305 (blocks that differ by themselves)
    return encryptor.update(blocks) + encryptor.finalize()
