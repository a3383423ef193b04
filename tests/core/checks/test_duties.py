import pytest

from tests.core.plans import duty, findings, indicator, made, share, unit
from xiezuo_desktop.core.records import Pairing

# ------------------------------------------------------------------------------------------------ V8, V23


def test_a_name_that_names_nobody_is_an_error():
    row, gone = indicator("甲数", "1", "个"), unit("区某局")
    assert findings("V8", row, duty(row, gone)) == [("error", "没有写明是哪个单位，或这个单位已删除。")]
    assert findings("V8", row, share(row, gone, "1")) == [("error", "承担单位已删除。")]
    assert findings("V8", row, gone, duty(row, gone), share(row, gone, "1"), share(row, None, "2")) == []


def test_a_unit_that_stands_twice_is_a_warning():
    ((severity, _),) = findings("V8", unit("区财政局(区国资办)"), unit("区财政局（区国资办）"))
    assert severity == "warning"


@pytest.mark.parametrize(
    "names",
    [
        ("区财政局", "区教育局"),
        ("第一小学", "第一实验小学"),
        ("东山镇", "东山镇保福村"),
        ("区工会", "区工商联合会"),
        ("区农业局", "区农业农村局", "区农业改革局"),
    ],
)
def test_different_units_are_left_alone(names):
    assert findings("V8", *map(unit, names)) == []


def test_a_pair_of_the_matrix_is_a_pairing():
    east, west, other = unit("海东"), unit("云岭县"), unit("山阳县")
    row = indicator("项目数", "", "个")
    records = [east, west, other, row, made(Pairing, east=east.id, west=west.id), share(row, east, "1", west)]
    assert findings("V23", *records) == []
    assert findings("V23", *records, share(row, east, "1", other)) == [
        ("hint", "表头的结对“海东—山阳县”不在结对关系里。")
    ]


def test_a_name_within_another_is_a_hint_and_a_number_in_front_makes_another():
    found = findings("V8", unit("软件园"), unit("临江软件园"))
    assert found == [("hint", "与“临江软件园”可能是同一个单位；是的话请合并，不是就不用管。")]
    for other in ("第二软件园", "二号软件园", "大临江市软件园"):
        assert findings("V8", unit("软件园"), unit(other)) == []
