"""PySide6's enums made at once: in everything that can be seen of them the ones that Python makes."""

from __future__ import annotations

import enum
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest

from xiezuo_desktop.ui import light_enums

from .test_light_pyside import LIGHT, said

SEEN = """
import enum, importlib, pickle, re

def enums(home, met):
    for name in dir(home):
        inner = getattr(home, name, None)
        if isinstance(inner, enum.EnumType):
            yield inner
        elif isinstance(inner, type) and inner.__module__.startswith("PySide6") and inner not in met:
            met.add(inner)
            yield from enums(inner, met)

def tell(made):
    members = made.__members__
    print(type(made), made.__qualname__, made.__module__, made.__mro__, made.__doc__, len(made), list(made))
    for name in sorted(vars(made).keys() - members.keys() - {"_missing_"}):
        print(name, getattr(made, name))
    print([name for name in vars(made) if name in members])
    for name, member in members.items():
        print(name, repr(member), str(member), f"{member}", vars(member), hash(member) == hash(made(member.value)))
        print(getattr(made, name) is made[name] is made(member.value) is member, member in made, member == member.value)
    assert pickle.loads(pickle.dumps(list(members.values()))) == list(members.values())
    if issubclass(made, enum.Flag) and len(made) > 1:
        one, two = list(made)[:2]
        print(one | two, one & two, one ^ two, ~one, list(one | two), made(0), made(1 << 29), repr(made(0x55555)))
    elif len(made) and not issubclass(made, enum.Flag):
        print(made(987654))  # PySide6 makes a member for it

found = [each for name in MODULES for each in enums(importlib.import_module("PySide6." + name), set())]
assert len(found) > 400
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as told:
    for made in found:
        tell(made)
print(re.sub(" at 0x[0-9a-fA-F]+", "", told.getvalue()))
"""


def test_all_enums_are_those_that_python_makes():
    code = SEEN.replace("MODULES", '("QtCore", "QtGui", "QtWidgets", "QtPrintSupport")')
    light = said(LIGHT + code)
    assert "Qt.AlignmentFlag PySide6.QtCore" in light
    assert light == said(code)


@pytest.mark.parametrize(
    "members",
    [
        [("name", 1), ("value", 2)],
        [("_private", 1)],
        [("__init__", 1)],
        [("mro_", 1), ("both", 3), ("other", 2), ("again", 2), ("less", -1)],
        [],
    ],
)
@pytest.mark.parametrize("kind", [enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag])
def test_what_means_something_in_an_enum_is_left_to_python(kind, members):
    def seen(make) -> str:
        try:
            made = make("Made", list(members), boundary=enum.KEEP)
        except Exception as error:
            return repr(error)
        return repr((list(made), dict(made.__members__), made.__mro__[1:], [vars(m) for m in made]))

    assert seen(light_enums.Kind(kind)) == seen(kind)


def test_a_name_said_twice_is_refused_as_ever():
    with pytest.raises(TypeError, match="'one' already defined"):
        light_enums.Kind(enum.Enum)("Made", [("one", 1), ("one", 2)], boundary=enum.KEEP)


def test_another_python_makes_its_enums_itself(monkeypatch):
    module = ModuleType("enum")
    monkeypatch.setattr(light_enums, "KNOWN", (3, 12))
    light_enums.use_light_enums(module)
    assert not hasattr(module, "Flag")


def test_an_enum_gets_its_members_when_somebody_asks():
    made = light_enums.Kind(enum.IntFlag)("Made", [("one", 1), ("two", 2)], boundary=enum.KEEP)
    assert type(made) is not enum.EnumType
    assert (made.one | made.two, made(2), len(made)) == (3, made.two, 2)
    assert type(made) is enum.EnumType


@pytest.mark.parametrize("ask", [list, len, dir, str, lambda made: made(1), lambda made: made["one"]])
def test_any_way_of_asking_is_answered(ask):
    def seen(make) -> str:
        return str(ask(make("Made", [("one", 1), ("two", 2)], boundary=enum.KEEP)))

    assert seen(light_enums.Kind(enum.IntEnum)) == seen(enum.IntEnum)


def test_threads_that_ask_at_the_same_time_see_the_same_members():
    members = [(f"n{n}", n) for n in range(2_000)]
    for _ in range(5):
        made = light_enums.Kind(enum.IntEnum)("Made", members, boundary=enum.KEEP)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda n, made=made: made(n % 7), range(28)))
        assert all(found[n] is made(n % 7) for n in range(28))
