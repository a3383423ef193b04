"""The enums of PySide6 with members that are made when somebody asks for one: 92 come with `Qt`, a window uses some dozen.

Python makes an enum from names and values by putting a stand-in for each member into the class, which then takes it out
again and looks for its name in all that the class inherits. The members of PySide6 are whole numbers under plain names:
here an enum is an empty class until somebody looks into it, and then gets its members at once, as they shall be. From
then on it is the one that Python makes. Anything else is left to Python, and so are other versions of it.
"""

from __future__ import annotations

import sys
from _thread import RLock
from enum import KEEP, Enum, EnumType, Flag, IntEnum, IntFlag
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

KNOWN = (3, 11)  # the version of Python whose enums were read for this
KINDS = (Enum, IntEnum, Flag, IntFlag)
ASKING = RLock()  # two threads may ask at the same time


def use_light_enums(module: ModuleType) -> None:
    """Change the kinds of enums in what PySide6 takes for Python's module `enum`."""
    if sys.version_info[:2] == KNOWN:
        vars(module).update({kind.__name__: Kind(kind) for kind in KINDS})


def use_plain_enums(module: ModuleType) -> None:
    """Change them back, and make what nobody asked for yet."""
    vars(module).update({kind.__name__: kind for kind in KINDS})
    for kind in KINDS:
        for made in kind.__subclasses__():
            _asked(made)


class Kind:
    """Makes an enum as a call of Python's kind does, with the same result, and passes for a class derived from it."""

    def __init__(self, kind: type[Enum]) -> None:
        self.__bases__ = (kind,)
        self._kind: Any = kind
        self._new = int.__new__ if issubclass(kind, int) else lambda made, value: object.__new__(made)

    @cached_property
    def _empty(self) -> dict[str, Any]:
        """What is in an enum of this kind that has no members."""
        return {
            name: value
            for name, value in vars(self._kind("Empty", (), boundary=KEEP)).items()
            if name not in ("__dict__", "__weakref__")
        }

    @cached_property
    def _taken(self) -> frozenset[str]:
        """Names that mean something in every enum of this kind."""
        return frozenset((*dir(EnumType), *dir(self._kind)))

    def __call__(self, name: str, members: Sequence[tuple[str, int]], *, boundary: object) -> Any:
        by_name = dict(members)
        is_plain = len(by_name) == len(members) and self._taken.isdisjoint(by_name)
        if boundary is not KEEP or not is_plain or "_" in {each[:1] for each in by_name}:
            return self._kind(name, members, boundary=boundary)
        own: dict[str, Any] = {"_member_map_": {}, "_value2member_map_": {}, "_member_names_": []}
        own["_unhashable_values_"] = []
        own["_fill_"] = lambda made: self._fill(made, members)
        return type.__new__(_Unasked, name, self.__bases__, own)

    def _fill(self, made: Any, members: Sequence[tuple[str, int]]) -> None:
        """Give an empty enum its members, and all that an enum of its kind has."""
        own = vars(made)
        by_name, by_value, names = own["_member_map_"], own["_value2member_map_"], own["_member_names_"]
        is_flag = issubclass(made, Flag)
        type.__delattr__(made, "_fill_")
        for attribute in self._empty.keys() - own.keys():
            type.__setattr__(made, attribute, self._empty[attribute])
        for name, value in members:
            member = by_value.get(value)
            if member is None:
                by_value[value] = member = self._new(made, value)
                member._value_, member._name_ = value, name
                member.__objclass__, member._sort_order_ = made, len(names)
                if not is_flag or (
                    value and not value & (value - 1)
                ):  # flags of several bits are no members of their own
                    names.append(name)
            by_name[name] = member
            type.__setattr__(made, name, member)
        if is_flag:
            _mask(made, by_name, by_value, names)


class _Unasked(EnumType):
    """The class of an enum that has no members yet. It is given them, and Python's class, by the first look at them."""

    def __getattr__(cls, name: str) -> Any:
        return getattr(_asked(cls), name)


def _asked(made: Any) -> Any:
    with ASKING:
        if type(made) is _Unasked:
            vars(made)["_fill_"](made)
            made.__class__ = EnumType  # type: ignore[assignment]
    return made


def _looking_for(name: str) -> property:
    return property(lambda made: getattr(_asked(made), name))


for _each in ("_member_map_", "_value2member_map_", "_member_names_"):  # every enum has them: they would be found
    setattr(_Unasked, _each, _looking_for(_each))


def _mask(made: Any, by_name: dict[str, Any], by_value: dict[int, Any], names: list[str]) -> None:
    """Say which bits a flag has."""
    every = singles = 0
    for value in by_value:
        every |= value
    order = [by_name[name]._value_ for name in names]
    for value in order:
        singles |= value
    masks = {"_flag_mask_": every, "_singles_mask_": singles, "_all_bits_": 2 ** every.bit_length() - 1}
    for name in masks.keys() & vars(made).keys():  # not every Python 3.11 has all of them
        type.__setattr__(made, name, masks[name])
    if order != sorted(order):
        made._iter_member_ = made._iter_member_by_def_
