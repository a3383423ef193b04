"""What the papers of a plan contradict in themselves: V20 the header that a later page prints otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .facts import Facts
    from .problem import Problem


def later_headers_are_the_same(facts: Facts) -> Iterator[Problem]:
    """V20: every page part of a table has the header of the part before; the import noted where it has not."""
    for source in facts.plan.sources:
        for n, words in enumerate(source.other_headers.splitlines()):
            said = f"续页的表头与前一页不同（{words}），两页是按各自的表头读入的，请对照原件。"
            yield facts.problem("V20", "warning", source, said, n, words)
