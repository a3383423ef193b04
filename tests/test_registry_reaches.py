"""Declaring a field is enough: each text field of an indicator reaches the file, the history, the JSON, paper and window.

A new field needs its one line in core/records.py; these tests then hold it to all of them.
"""

import pytest
from PySide6.QtWidgets import QPushButton

from tests.reports.builders_plan import PlanBuilder
from tests.ui.windows import make_plan
from xiezuo_desktop.core.plan_json import plan_to_json, set_field
from xiezuo_desktop.core.records import Indicator, Task
from xiezuo_desktop.documents.paper import Table
from xiezuo_desktop.reports import compose
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.session import Session
from xiezuo_desktop.ui.widgets import record_views

NOT_TYPED = ("order", "target_reading")
TEXTS = [f for f in Indicator.fields.values() if f.type is str and not f.choices and f.name not in NOT_TYPED]
CARRIED = ("last_value", "base")  # what last year's plan hands on is no part of an issued table
WORDS = "统计台账"


@pytest.mark.parametrize("field", TEXTS, ids=lambda field: field.name)
def test_text_of_an_indicator_is_kept_told_and_given_out(field, tmp_path):
    with PlanFile.open(make_plan(tmp_path / "计划.xiezuo")) as plan_file:
        with plan_file.edit("修改") as edit:
            edit.apply(set_field(plan_file.plan, "indicators/1", field.name, WORDS)[1])
        told = next(iter(plan_file.history(limit=1)))
        given = plan_to_json(plan_file.plan)["indicators"][0][field.name]
    assert (told.field, told.after) == (field.name, WORDS)
    assert (given["raw"] if isinstance(given, dict) else given) == WORDS


@pytest.mark.parametrize("field", [f for f in TEXTS if f.name not in CARRIED], ids=lambda field: field.name)
def test_text_of_an_indicator_is_printed(field):
    b = PlanBuilder(title="临江区指标")
    b.indicator(**{"name": "结对学校", field.name: WORDS})
    table = next(block for block in compose("indicators", b.plan).blocks if isinstance(block, Table))
    assert WORDS in [cell.text for cell in table.rows[1].cells]


@pytest.mark.parametrize("record_type", [Indicator, Task], ids=lambda record_type: record_type.name_)
def test_every_field_has_a_place_beside_the_tree(record_type, qtbot, tmp_path):
    session = Session()
    session.open(make_plan(tmp_path / "计划.xiezuo"))
    view = record_views.VIEWS[record_type](session, record_type)
    qtbot.addWidget(view)
    next(b for b in view.findChildren(QPushButton) if b.text() == "更多字段").click()
    elsewhere = view.extra_shown() | {record_views.TITLES[record_type]} | record_views._NEVER
    assert {name for form in view.forms for name in form.editors} | elsewhere >= set(record_type.fields)
    session.close()
