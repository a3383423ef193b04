"""What a copied list says of units, by its headings or by its words."""

from __future__ import annotations

from xiezuo_desktop.documents import read_clipboard
from xiezuo_desktop.ui.dialogs.pasted_units import PastedUnit, units_in

TABLE = "<table><tr><th>单位名称</th><th>类型</th><th>挂牌</th><th>联系人</th><th>电话</th></tr>{}</table>"


def table(*rows: tuple[str, ...]) -> list[PastedUnit]:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return units_in(read_clipboard("", TABLE.format(lines)))


def test_headings_say_what_a_column_holds():
    rows = (("区水利局", "政府", "区河长办", "张明", "010-1234"), ("区残疾人联合会", "群团", "—", "李娜", "8123 转 4"))
    assert [(u.name, u.plaques, u.contact, u.phone, u.kind) for u in table(*rows)] == [
        ("区水利局", ("区河长办",), "张明", "010-1234", "government"),
        ("区残疾人联合会", (), "李娜", "8123 转 4", "mass"),
    ]


def test_a_kind_without_headings_is_no_person():
    (unit,) = units_in(read_clipboard("区水利局\t政府\t张明\t81234567", None))
    assert (unit.name, unit.contact, unit.phone) == ("区水利局", "张明", "81234567")


def test_one_name_a_line_and_several_in_one():
    assert [u.name for u in units_in(read_clipboard("单位\n区水利局\n区林业局、区供销社\n", None))] == [
        "区水利局",
        "区林业局",
        "区供销社",
    ]
