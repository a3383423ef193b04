"""V20: page parts of a paper whose headers differ, as the import noted them."""

from __future__ import annotations

from tests.core.plans import findings
from xiezuo_desktop.core.records import Source


def source(other_headers: str) -> Source:
    return Source(id=901, name="来文.docx", other_headers=other_headers)


def test_each_page_part_with_another_header_is_told_with_its_words():
    found = findings("V20", source("少了“东山镇”，多了“西河镇”\n“合计”换了一行"))
    assert [severity for severity, _ in found] == ["warning", "warning"]
    assert "少了“东山镇”，多了“西河镇”" in found[0][1]
    assert "“合计”换了一行" in found[1][1]


def test_a_paper_with_one_header_is_not_mentioned():
    assert findings("V20", source("")) == []
