"""Texts of one line have a length that no document reaches and a pasted page does."""

from __future__ import annotations

import pytest

from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.places import set_field
from xiezuo_desktop.core.records import Indicator

from .plans import made, plan_of


@pytest.mark.parametrize(("field", "longest"), [("name", 300), ("target", 200), ("measure_unit", 20), ("ordinal", 20)])
def test_a_text_that_is_too_long_is_refused_with_both_lengths(field, longest):
    plan = plan_of(made(Indicator, name="帮助就业人数"))
    assert set_field(plan, "indicators/1", field, "甲" * longest)[1]
    with pytest.raises(Invalid, match=f"最多 {longest} 个字，现在 {longest + 1} 个"):
        set_field(plan, "indicators/1", field, "甲" * (longest + 1))
