"""Evidence kept beside the plan by its content, handed out numbered."""

from __future__ import annotations

import hashlib

import pytest

from tests.core.plans import indicator, made, plan_of
from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.figures.proof import numbered
from xiezuo_desktop.core.records import Evidence
from xiezuo_desktop.storage import evidence as store


def paper(folder, name="花名册.xlsx", content=b"names"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_kept_once_by_its_content(tmp_path):
    plan = tmp_path / "计划.xiezuo"
    kept = store.keep(plan, paper(tmp_path))
    again = store.keep(plan, paper(tmp_path, "另一份.xlsx"))
    assert kept == store.Kept("花名册.xlsx", hashlib.sha256(b"names").hexdigest(), 5)
    assert again.sha256 == kept.sha256
    assert [p.name for p in store.folder_of(plan).iterdir()] == [f"{kept.sha256}.xlsx"]
    assert store.find(plan, kept.sha256, kept.name).read_bytes() == b"names"


def test_what_cannot_be_kept_is_said(tmp_path, monkeypatch):
    plan = tmp_path / "计划.xiezuo"
    monkeypatch.setattr(store, "LARGEST", 4)
    for source, says in ((paper(tmp_path), "超过"), (paper(tmp_path, "空.txt", b""), "是空的"), (tmp_path, "不是文件")):
        with pytest.raises(Invalid, match=says):
            store.keep(plan, source)
    assert not store.folder_of(plan).exists()


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64])
def test_a_plan_from_outside_names_no_other_files(tmp_path, sha256):
    assert store.find(tmp_path / "计划.xiezuo", sha256, "../x.txt") is None


def test_the_folder_is_numbered_by_item_and_says_what_is_missing(tmp_path):
    plan_path = tmp_path / "计划.xiezuo"
    first, second = indicator("互访次数"), indicator('培训/人数 "一"')
    kept = [store.keep(plan_path, paper(tmp_path, n, n.encode())) for n in ("纪要.docx", "名册.xlsx", "照片.jpg")]
    files = [made(Evidence, title="", file_name=k.name, sha256=k.sha256, indicator=of.id, kind="minutes")
             for k, of in zip(kept, (second, first, second), strict=True)]  # fmt: skip
    of_paper = made(Evidence, title="协议", indicator=second.id, place="三楼档案柜")
    lost = made(Evidence, title="合同", file_name="合同.pdf", sha256="0" * 64)
    plan = plan_of(first, second, *files, of_paper, lost)
    store.find(plan_path, kept[2].sha256, kept[2].name).write_bytes(b"changed")
    written, missing = store.hand_out(plan_path, numbered(plan), tmp_path / "out")
    assert [str(p.relative_to(tmp_path / "out")) for p in written] == [
        "1 互访次数/1-1 名册.xlsx",
        "2 培训人数 一/2-1 纪要.docx",
    ]
    assert [m[:6] for m in missing] == ["2-2 照片", "0-1 合同"]
    assert "被改动过" in missing[0]
