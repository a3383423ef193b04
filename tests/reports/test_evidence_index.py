"""佐证材料目录: numbered under the indicators, with what is missing."""

from __future__ import annotations

from tests.core.plans import indicator, made, plan_of, share, unit
from xiezuo_desktop.core.records import Evidence, PlanInfo, Report
from xiezuo_desktop.documents.paper import Table
from xiezuo_desktop.reports import compose


def test_evidence_stands_under_its_indicator_and_gaps_are_listed():
    town, other = unit("东港镇"), unit("西山镇")
    visits = indicator("互访次数", "8", "次", evidence="会议纪要")
    shares = [share(visits, u, "4") for u in (town, other)]
    reports = [Report(indicator=visits.id, bearer=u.id, period=202406, value="4") for u in (town, other)]
    kept = made(Evidence, title="六月纪要", kind="minutes", indicator=visits.id, unit=town.id, period=202406, covers="2次",
                file_name="纪要.docx", sha256="0" * 64, state="accepted")  # fmt: skip
    loose = made(Evidence, title="协议书", place="三楼档案柜")
    info = PlanInfo(id=1, title="云岭县2024年任务书", year=2024)
    paper = compose("evidence", plan_of(info, town, other, visits, *shares, *reports, kept, loose))
    index, missing = [b for b in paper.blocks if isinstance(b, Table)]
    rows = [[c.text for c in row.cells] for row in index.rows]
    assert rows[1:] == [
        ["1　互访次数"],
        ["1-1", "六月纪要", "会议纪要", "东港镇", "2024年6月", "2次", "纪要.docx", "通过"],
        ["0　其他材料"],
        ["0-1", "协议书", "", "", "", "", "纸质：三楼档案柜", "待核"],
    ]
    assert [[c.text for c in row.cells][2] for row in missing.rows] == ["单位", "西山镇"]
    assert paper.sections[0].turned
