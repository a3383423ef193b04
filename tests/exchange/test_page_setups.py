"""How an office prints is its own affair: it is neither sent to units nor written by them."""

from tests.exchange.offices import dispatch, head_office, received
from xiezuo_desktop.core.records import PageSetup, full_key
from xiezuo_desktop.exchange.rights import Rights


def test_page_setups_stay_with_the_office(tmp_path):
    office = head_office(tmp_path / "区办", 2)
    with office.plan_file.edit("页面设置：任务书") as edit:
        edit.put(PageSetup, full_key(1), title="任务书", paper="A3")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲局", "甲局")
    assert not part.plan.rows(PageSetup)
    assert not Rights(part.plan, office.units[0]).may_change(PageSetup, full_key(1))
    part.close()
