"""The rows of a tree that are open, from top to bottom: what a model asks them, and those of a tree whose nodes are all made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Sequence


class OutlineNode(Protocol):
    """One row of a tree."""

    @property
    def key(self) -> Any:
        """What names it through every rebuild."""

    @property
    def kids(self) -> Sequence[Any]:
        """The rows directly below."""

    @property
    def parent(self) -> Any:
        """The row above; None for the root."""

    @property
    def row(self) -> int:
        """Its place among those of the same parent."""

    @property
    def is_heading(self) -> bool:
        """Whether it only heads others."""

    @property
    def cells(self) -> Sequence[str]:
        """The words of its columns."""

    @property
    def record(self) -> Any:
        """The record it shows; None for a heading that is none."""

    def walk(self) -> Iterator[Any]:
        """All rows below, from top to bottom."""


N = TypeVar("N", bound=OutlineNode)
S = TypeVar("S", bound=OutlineNode, covariant=True)


class Rows(Protocol[S]):
    """The rows of a tree that are open, from top to bottom."""

    @property
    def root(self) -> S:
        """The node above all rows."""

    def __len__(self) -> int: ...

    def __getitem__(self, row: int) -> S: ...

    def level(self, row: int) -> int:
        """How deep a row lies, 0 at the top."""

    def place(self, key: Hashable) -> int | None:
        """Where a row stands; None where it is not among those that are open."""

    def find(self, key: Hashable) -> S | None:
        """The row with this key, open or not."""

    def key(self, row: int) -> Hashable:
        """What names a row."""

    def has_below(self, row: int) -> bool:
        """Whether others lie below a row."""

    def closed_below(self, row: int) -> int:
        """How many rows would appear if a closed row were opened."""

    def arrange(self, closed: Collection[Hashable]) -> None:
        """These rows are closed from now on."""

    def shape(self) -> object:
        """Equal for two trees with the same rows in the same places."""


class TreeRows(Generic[N]):
    """The rows of a tree whose nodes are all made at once."""

    def __init__(self, root: N, closed: Collection[Hashable]) -> None:
        self.root = root
        self._nodes: dict[Hashable, N] = {node.key: node for node in root.walk()}
        self.arrange(closed)

    def arrange(self, closed: Collection[Hashable]) -> None:
        self._rows: list[tuple[N, int]] = []
        self._closed = closed
        stack = [(kid, 0) for kid in reversed(self.root.kids)]
        while stack:
            node, level = stack.pop()
            self._rows.append((node, level))
            if node.key not in closed:
                stack.extend((kid, level + 1) for kid in reversed(node.kids))
        self._places = {node.key: row for row, (node, _) in enumerate(self._rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> N:
        return self._rows[row][0]

    def level(self, row: int) -> int:
        return self._rows[row][1]

    def place(self, key: Hashable) -> int | None:
        return self._places.get(key)

    def find(self, key: Hashable) -> N | None:
        return self._nodes.get(key)

    def key(self, row: int) -> Hashable:
        return self._rows[row][0].key  # type: ignore[no-any-return]

    def has_below(self, row: int) -> bool:
        return bool(self._rows[row][0].kids)

    def closed_below(self, row: int) -> int:
        count, stack = 0, list(self._rows[row][0].kids)
        while stack:
            node = stack.pop()
            count += 1
            if node.key not in self._closed:
                stack.extend(node.kids)
        return count

    def shape(self) -> object:
        return [(node.key, node.parent.key) for node in self.root.walk()]
