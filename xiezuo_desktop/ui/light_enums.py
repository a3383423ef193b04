"""The enums of PySide6 made at once: the 92 of `Qt` take Python as long as a window takes to be painted.

Python makes an enum from names and values by putting a stand-in for each member into the class, which then takes it out
again and looks for its name in all that the class inherits. The members of PySide6 are whole numbers under plain names:
here they are put into the class as they shall be. Anything else is left to Python, and so are other versions of it.
"""

from __future__ import annotations

import sys
from enum import KEEP, Enum, EnumType, Flag, IntEnum, IntFlag
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

KNOWN = (3, 11)  # the version of Python whose enums were read for this


def use_light_enums(module: ModuleType) -> None:
    """Change the kinds of enums in what PySide6 takes for Python's module `enum`."""
    if sys.version_info[:2] == KNOWN:
        vars(module).update({kind.__name__: Kind(kind) for kind in (Enum, IntEnum, Flag, IntFlag)})


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
        by_name: dict[str, Any] = dict(members)
        is_plain = len(by_name) == len(members) and self._taken.isdisjoint(by_name)
        if boundary is not KEEP or not is_plain or any(each.startswith("_") for each in by_name):
            return self._kind(name, members, boundary=boundary)
        by_value: dict[int, Any] = {}
        own = {"_member_map_": by_name, "_value2member_map_": by_value, "_member_names_": [], "_unhashable_values_": []}
        made: Any = type.__new__(EnumType, name, self.__bases__, self._empty | own)
        self._fill(made, members)
        return made

    def _fill(self, made: Any, members: Sequence[tuple[str, int]]) -> None:
        by_name, by_value, names = made._member_map_, made._value2member_map_, made._member_names_
        is_flag = issubclass(made, Flag)
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
            _mask(made)


def _mask(made: Any) -> None:
    """Say which bits a flag has."""
    every = singles = 0
    for value in made._value2member_map_:
        every |= value
    order = [made._member_map_[name]._value_ for name in made._member_names_]
    for value in order:
        singles |= value
    masks = {"_flag_mask_": every, "_singles_mask_": singles, "_all_bits_": 2 ** every.bit_length() - 1}
    for name in masks.keys() & vars(made).keys():  # not every Python 3.11 has all of them
        type.__setattr__(made, name, masks[name])
    if order != sorted(order):
        made._iter_member_ = made._iter_member_by_def_
