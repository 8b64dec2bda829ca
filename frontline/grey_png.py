"""Write grey pictures as PNG, and read back those that were written here.

A picture in a data package is text from strangers: only the one form that `write_png` makes is
read, within a number of pixels, and nothing else is unpacked.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Bytes of a pixel by the type of colour in PNG: grey, and grey with opacity.
_CHANNELS = {0: 1, 4: 2}
#: The filter of a row that begins it: its difference from the row above.
_UP = 2
#: Longest text in a chunk, bytes.
_MAX_TEXT = 4000


class PngError(ValueError):
    """A file is not a picture that `write_png` has made."""


def write_png(pixels: NDArray[np.uint8], texts: Mapping[str, str] | None = None) -> bytes:
    """Return a grey picture as PNG.

    Parameters
    ----------
    pixels : ndarray of uint8
        Rows and columns; or rows, columns and two channels, grey and opacity.
    texts : mapping of str to str, optional
        Texts by their keywords, which are kept in the file.

    Examples
    --------
    >>> png = write_png(np.asarray([[0, 128, 255]], dtype=np.uint8), {"Title": "Three"})
    >>> read_png(png, 100)[0].tolist(), read_png(png, 100)[1]
    ([[0, 128, 255]], {'Title': 'Three'})
    """
    height, width, *channels = pixels.shape
    colour = 4 if channels else 0
    rows = pixels.reshape(height, -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    filtered = np.hstack([np.full((height, 1), _UP, dtype=np.uint8), rows - above])
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = [
        _chunk(b"IHDR", head),
        *(
            _chunk(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8"))
            for key, text in (texts or {}).items()
        ),
        _chunk(b"IDAT", zlib.compress(filtered.tobytes(), 9)),
        _chunk(b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(chunks)


def read_png(content: bytes, most_pixels: int) -> tuple[NDArray[np.uint8], dict[str, str]]:
    """Return the pixels and texts of a picture that `write_png` has made.

    Parameters
    ----------
    content : bytes
        The file.
    most_pixels : int
        A larger picture is refused before it is unpacked.

    Raises
    ------
    PngError
        For any other file.
    """
    header, packed, texts = b"", b"", {}
    for kind, body in _chunks(content):
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            packed += body
        elif kind == b"iTXt":
            key, _, rest = body[:_MAX_TEXT].partition(b"\0")
            texts[key.decode("latin-1")] = rest[4:].decode("utf-8", "replace")
    if len(header) != 13:
        raise PngError("has no header")
    width, height, depth, colour, *methods = struct.unpack(">IIBBBBB", header)
    if depth != 8 or colour not in _CHANNELS or any(methods):
        raise PngError("is not a grey picture of 8 bits")
    if not 0 < width * height <= most_pixels:
        raise PngError(f"has {width:,} x {height:,} pixels")
    row = width * _CHANNELS[colour]
    return _unpacked(packed, height, row).reshape(height, width, *([2] if colour else [])), texts


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and body of each chunk up to the last."""
    if not content.startswith(_SIGNATURE):
        raise PngError("is not a PNG")
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        (checksum,) = struct.unpack(">I", content[at + 8 + size : at + 12 + size] or b"\0\0\0\0")
        if len(body) != size or checksum != zlib.crc32(kind + body):
            raise PngError("is damaged")
        if kind == b"IEND":
            return
        yield kind, body
        at += 12 + size
    raise PngError("is cut off")


def _unpacked(packed: bytes, height: int, row: int) -> NDArray[np.uint8]:
    """Return the rows of a picture, each the difference from the one above."""
    unpack: Any = zlib.decompressobj()
    size = height * (row + 1)
    try:
        raw = unpack.decompress(packed, size + 1)
    except zlib.error as error:
        raise PngError("is damaged") from error
    if len(raw) != size:
        raise PngError("is damaged")
    filtered = np.frombuffer(raw, dtype=np.uint8).reshape(height, row + 1)
    if (filtered[:, 0] != _UP).any():
        raise PngError("was written by another program")
    rows: NDArray[np.uint8] = np.cumsum(filtered[:, 1:], axis=0, dtype=np.uint8)
    return rows
