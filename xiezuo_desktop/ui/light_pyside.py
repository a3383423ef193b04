"""PySide6 without what explains its functions: that is loaded when somebody asks, not at every start.

While it is imported, PySide6 6.8 unpacks and compiles the Python modules that know the signatures of its functions: for the
words of a TypeError, for `help`, for stubs. Afterwards it reads the source of each module that is imported, to look for
`from __feature__ import`, which nobody says here. A bare window spends half of its time up to the first paint on that.
"""

from __future__ import annotations

import enum
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .light_enums import use_light_enums, use_plain_enums

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec

KNOWN = (6, 8)  # the version whose import was read for this; any other is imported as it is
AT_IMPORT = ("post_init", "finish_import")  # called at once: to watch for `__feature__`, and for nothing in 6.8
NAMES = "shibokensupport.signature.mapping"  # PySide6 looks up in it what the name of a function means
UNPACKING = ("base64", "traceback", "zipfile")  # what the unpacking needs
WARNING = "textwrap"  # what `Qt` takes a function from, for a warning of an operator that has gone out of use


class _Bootstrap(ModuleType):
    """The module that PySide6 fills with its unpacking. Its function `bootstrap` returns what has all the explanations."""

    names: ModuleType  # stands for NAMES; PySide6 goes on to look things up in it
    enums: ModuleType  # what PySide6 takes for Python's `enum`

    @property
    def bootstrap(self) -> Callable[[], _Explainer]:
        """Comes before the function of this name with which the module is filled."""
        return lambda: _Explainer(self)


class _Explainer:
    """Has functions of all names, which unpack the true ones when they are called."""

    def __init__(self, module: _Bootstrap) -> None:
        self._module = module
        sys.modules[NAMES] = module.names = ModuleType(NAMES)
        vars(module.names).update({name: sys.modules[name] for name in ("PySide6", "shiboken6")})
        vars(module.names)["update_mapping"] = lambda: _unpacked(module) and sys.modules[NAMES].update_mapping()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name in AT_IMPORT:
            return lambda *_: None
        return lambda *args: getattr(_unpacked(self._module), name)(*args)


@cache
def _unpacked(module: _Bootstrap) -> Any:
    """The true explainer, which looks through all enums."""
    use_plain_enums(module.enums)
    sys.modules.pop(NAMES, None)
    vars(module).update({name: import_module(name) for name in UNPACKING})
    return vars(module)["bootstrap"]()


def import_pyside() -> None:
    """Import PySide6 the light way; does nothing where it has been imported or is not the version that is known."""
    spec = find_spec("shiboken6")
    if "shiboken6" in sys.modules or spec is None:
        return
    sys.modules["shiboken6"] = package = module_from_spec(spec)
    from shiboken6._config import version_info

    if version_info[:2] != KNOWN:
        del sys.modules["shiboken6"]
        return
    _run_when_asked(package, spec)
    sys.modules["signature_bootstrap"] = bootstrap = _Bootstrap("signature_bootstrap")
    bootstrap.enums = enums = ModuleType("enum")  # PySide6 looks for the kind in it at each enum that it makes
    vars(enums).update(vars(enum))
    lent = {name: ModuleType(name) for name in (*UNPACKING, WARNING) if name not in sys.modules}
    if WARNING in lent:
        vars(lent[WARNING])["dedent"] = lambda text: import_module(WARNING).dedent(text)
    sys.modules.update(lent, enum=enums)
    try:
        import PySide6

        sys.modules["enum"] = enum
        use_light_enums(enums)
        import PySide6.QtCore

        getattr(PySide6.QtCore, "Qt")  # noqa: B009 - made when it is first asked for
    finally:  # a part may be missing
        sys.modules["enum"] = enum
        for name in lent:
            del sys.modules[name]


def _run_when_asked(package: ModuleType, spec: ModuleSpec) -> None:
    """Let the body of shiboken6 be run at the first look for a name that it makes."""

    def look(name: str) -> Any:
        if name == "Shiboken":  # the module beside it, which is imported without it
            raise AttributeError(name)
        del vars(package)["__getattr__"]
        assert spec.loader is not None
        spec.loader.exec_module(package)
        return getattr(package, name)

    vars(package)["__getattr__"] = look
