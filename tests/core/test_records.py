import pytest

from xiezuo_desktop.core.records import (
    BY_NAME,
    BY_NUMBER,
    RECORD_TYPES,
    Allocation,
    Indicator,
    Record,
    Unit,
    children_of,
)


def test_numbers_and_names_are_used_once():
    assert len(BY_NUMBER) == len(BY_NAME) == len(RECORD_TYPES)
    for record_type in RECORD_TYPES:
        numbers = [f.number for f in record_type.fields.values()]
        assert len(set(numbers)) == len(numbers)
        assert all(f.label for f in record_type.fields.values())


def test_every_reference_names_a_record_type():
    for record_type in RECORD_TYPES:
        for field in record_type.fields.values():
            assert all(name in BY_NAME for name in field.refers)
        assert record_type.tree is None or record_type.name_ in record_type.fields[record_type.tree].refers


def test_a_record_has_empty_values_and_cannot_be_changed():
    unit = Unit(id=7, name="区民政局")
    assert (unit.parent, unit.kind, unit.key) == (None, "", (7, 0, 0))
    with pytest.raises(AttributeError):
        unit.name = "别的"
    assert unit.with_values(kind="government") == Unit(id=7, name="区民政局", kind="government")
    assert unit != Unit(id=8, name="区民政局")
    assert "区民政局" in repr(unit)
    assert hash(unit) == hash(Unit(id=7))


@pytest.mark.parametrize("values", [{}, {"id": 1, "colour": "red"}, {"name": "甲"}])
def test_a_record_takes_its_own_fields_only(values):
    with pytest.raises(TypeError):
        Indicator(**values)


def test_a_natural_key_is_filled_up():
    assert Allocation(indicator=1, bearer=2, partner=0).key == (1, 2, 0)


def test_users_of_a_type_are_known():
    users = {(record_type.name_, field.name) for record_type, field in children_of(Unit)}
    assert {("responsibility", "unit"), ("unit", "parent"), ("chapter", "unit")} <= users
    assert all(issubclass(t, Record) for t, _ in children_of(Unit))
