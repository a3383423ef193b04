"""What does not add up in the source documents is found, and nothing that holds is reported as an error.

The figures are those of the study of the domain; rows are named by their numbers only.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.builders import shared_path
from xiezuo_desktop.core.checks import Problem, check
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.importers import understand
from xiezuo_desktop.importers.draft import steps_for
from xiezuo_desktop.storage import PlanFile, new_id


@cache
def read(source: str, folder: str) -> tuple[Plan, tuple[str, ...]]:
    """The plan that a source makes, and what the import said."""
    (path,) = shared_path("seeds").glob(f"{source}_*.txt")
    draft = understand(read_paper(path))
    file = PlanFile.create(f"{folder}/{source}.xiezuo")
    with file.edit("导入") as edit:
        edit.apply(steps_for(draft, file.plan, new_id))
    plan = file.plan
    file.close()
    return plan, draft.guesses


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return str(tmp_path_factory.mktemp("sources"))


def found(source: str, folder: str) -> list[Problem]:
    return check(read(source, folder)[0])


FOUND = [
    ("003", "V20", "来源文件", ("通州湾", "通州区")),  # F14
    ("000", "V9", "指标11", ("“个”", "“人”")),  # F6
    ("000", "V4", "指标6", ("320", "540")),  # F7
    ("001", "V6", "指标33", ("230", "350", "120")),  # F1
    ("001", "V6", "指标35", ("3", "8", "5", "“对”", "“个”")),  # F2
    ("001", "V7", "", ("指标1、2", "没有它的一章")),  # F3
    ("001", "V7", "6章", ()),  # F3: chapters without any indicator
    ("001", "V7", "指标5至12", ("8个",)),  # F4
    ("001", "V21", "第1条", ("满6个月", "不满7个月")),  # F5
    ("001", "V9", "指标17", ("“个”", "“人”")),  # F6
    ("003", "V3", "指标2", ("26", "22")),  # F8
    ("003", "V3", "", ("总数4710", "相差")),  # F8
    ("003", "V3", "", ("总数12650", "相差")),  # F8
    ("003", "V3", "", ("582", "500")),  # F8
    ("003", "V3", "", ("264", "230")),  # F8
    ("004", "V2", "", ("5500", "8000", "2500")),  # F16
    ("004", "V8", "软件园", ("可能是同一个单位",)),  # F17
    ("004", "V5", "十街镇", ("10个成员",)),  # F18
]


@pytest.mark.parametrize(("source", "rule", "where", "words"), FOUND)
def test_a_contradiction_is_found_with_its_numbers(source, rule, where, words, folder):
    said = [p for p in found(source, folder) if p.rule == rule and where in p.where]
    assert any(all(w in p.message for w in words) for p in said), said


@pytest.mark.parametrize("source", ["000", "001", "002", "004"])
def test_nothing_that_holds_is_an_error(source, folder):
    assert [p for p in found(source, folder) if p.severity == "error"] == []


def test_what_holds_in_the_matrix_is_no_error(folder):
    wrong = [p for p in found("003", folder) if p.severity == "error"]
    assert {p.rule for p in wrong} == {"V3"}  # 470 = 100+120+50+200 and the parts of the others are no V1, V2 or V4
    assert not any("8.18" in p.message or "8.17" in p.message for p in wrong)  # the difference is within the last digit


def test_the_other_header_of_the_second_page_is_told(folder):
    assert any("V20" in said for said in read("003", folder)[1])  # F14
