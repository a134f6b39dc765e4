"""Tiles (C2SP tlog-tiles): a tree in files of 256 hashes, and the bundles of entries beside them.

Pure Python. Tile ``number`` of ``level`` holds the roots of 256 complete subtrees of ``256**level`` leaves each; the last
tile of a level may hold fewer. Which tiles there are follows from the size of the tree alone.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from audit.tree import HASH_BYTES, Fetch, Frontier, complete_subtrees, fold, node_hash

LEVELS = 8  # of the tree in one level of tiles
WIDTH = 1 << LEVELS
CACHED = 64

ReadTile = Callable[[int, int, int], bytes]


def tile_path(level: int, number: int, width: int) -> str:
    return f"tile/{level}/{_number(number, width)}"


def entries_path(number: int, width: int) -> str:
    return f"tile/entries/{_number(number, width)}"


def payloads_path(number: int, width: int) -> str:
    return f"payloads/{_number(number, width)}"


def _number(number: int, width: int) -> str:
    """1234067 is x001/x234/067: at most a thousand files in a folder."""
    text = f"{number % 1000:03}"
    while number >= 1000:
        number //= 1000
        text = f"x{number % 1000:03}/{text}"
    return text if width == WIDTH else f"{text}.p/{width}"


def width_at(size: int, level: int, number: int) -> int:
    """How many hashes the tile holds in a tree of this size; 0 or less where there is none."""
    return min(WIDTH, (size >> LEVELS * level) - number * WIDTH)


def all_tiles(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, number, width of every tile of a tree of this size above level 0, the lowest level first."""
    level = 1
    while size >> LEVELS * level:
        for number in range(-(-(size >> LEVELS * level) // WIDTH)):
            yield level, number, width_at(size, level, number)
        level += 1


def fetch_from(read_tile: ReadTile, size: int) -> Fetch:
    """What ``tree`` needs for roots and proofs, from the tiles of a tree of this size."""
    read = lru_cache(maxsize=CACHED)(lambda level, number: read_tile(level, number, width_at(size, level, number)))

    def fetch(level: int, number: int) -> bytes:
        row, above = divmod(level, LEVELS)
        tile, first = divmod(number << above, WIDTH)
        return levels_of(read(row, tile)[first * HASH_BYTES :][: HASH_BYTES << above])[above][0]

    return fetch


def levels_of(hashes: bytes) -> list[list[bytes]]:
    """The complete subtrees over these hashes: the hashes themselves, the roots of their pairs, of fours, and so on."""
    row = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
    levels = [row]
    while len(row) > 1:
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
        levels.append(row)
    return levels


class Growing:
    """A tree that grows by whole tiles of leaves, the last one excepted; it knows its root at each size on the way.

    Every tile above that comes out full is handed to ``on_tile(level, number, hashes)``, and at the end the others.
    """

    def __init__(self, on_tile: Callable[[int, int, bytes], None]) -> None:
        self._on_tile = on_tile
        self._whole = Frontier()
        self._rows: list[bytearray] = []
        self._numbers: list[int] = []
        self._newest: list[list[bytes]] = [[]]

    def add(self, hashes: bytes) -> None:
        """The next tile of level 0."""
        self._newest = levels_of(hashes)

    def root(self, leaves: int) -> bytes:
        """With the first ``leaves`` of the newest tile."""
        newest = (self._newest[level][number] for level, number in complete_subtrees(0, leaves))
        return fold([*self._whole.peaks, *newest])

    def keep(self) -> None:
        """The newest tile is full: go on behind it."""
        (root,) = self._newest[LEVELS]
        self._whole.append(root)
        self._newest = [[]]
        self._climb(1, root)

    def _climb(self, level: int, hash_: bytes) -> None:
        if level > len(self._rows):
            self._rows.append(bytearray())
            self._numbers.append(0)
        row = self._rows[level - 1]
        row += hash_
        if len(row) == WIDTH * HASH_BYTES:
            self._hand_over(level, bytes(row))
            root = levels_of(bytes(row))[LEVELS][0]
            row.clear()
            self._climb(level + 1, root)

    def end(self) -> None:
        for level, row in enumerate(self._rows, start=1):
            if row:
                self._hand_over(level, bytes(row))

    def _hand_over(self, level: int, hashes: bytes) -> None:
        self._on_tile(level, self._numbers[level - 1], hashes)
        self._numbers[level - 1] += 1
