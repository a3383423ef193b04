"""PySide6 without what explains its functions: that is loaded when somebody asks, not at every start.

While it is imported, PySide6 6.8 reads (twice) the Python modules that know the signatures of its functions: for the words
of a TypeError, for `help`, for stubs. Afterwards it reads the source of each module that is imported, to look for
`from __feature__ import`, which nobody says here. A bare window spends half of its time up to the first paint on that.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = (6, 8)  # the version whose import was read for this; any other is imported as it is
FOLDER = "shibokensupport.signature"
EXPLAINER = f"{FOLDER}.loader"  # PySide6 takes functions by their names out of this module,
NAMES = f"{FOLDER}.mapping"  # and this one's dictionary says what the name of a function means
AT_IMPORT = ("post_init", "finish_import")  # called at once: to watch for `__feature__`, and for nothing in 6.8
UNUSED = ("base64", "tempfile", "textwrap", "traceback", "zipfile")  # imported for when all this lies in an archive


def import_pyside() -> None:
    """Import PySide6 the light way; does nothing where it has been imported or is not as it is known."""
    spec = find_spec("shiboken6")
    if "shiboken6" in sys.modules or spec is None or spec.origin is None:
        return
    if not Path(spec.origin).with_name("files.dir").joinpath(*EXPLAINER.split(".")).with_suffix(".py").exists():
        return
    sys.modules["shiboken6"] = package = module_from_spec(spec)
    from shiboken6._config import version_info

    if version_info[:2] != KNOWN:
        del sys.modules["shiboken6"]
        return
    _run_when_asked(package)
    sys.meta_path.insert(0, _Finder())
    absent = {name: ModuleType(name) for name in UNUSED if name not in sys.modules}
    sys.modules.update(absent)
    import PySide6.QtCore  # noqa: F401 - imported for what happens meanwhile

    for name in absent:
        del sys.modules[name]


def _run_when_asked(package: ModuleType) -> None:
    """Let the body of shiboken6 be run at the first look for a name that it makes."""

    def look(name: str) -> Any:
        if name == "Shiboken":  # the module beside it, which is imported without it
            raise AttributeError(name)
        del vars(package)["__getattr__"]
        return getattr(_run(package), name)

    vars(package)["__getattr__"] = look


class _Finder:
    """Finds the explainer before the import system does, and fills it with functions that load the true one."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, _Finder) if name == EXPLAINER else None  # type: ignore[arg-type]

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        """An ordinary module."""

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        vars(module)["__getattr__"] = _function
        sys.modules[NAMES] = names = _not_run(NAMES)
        vars(names)["update_mapping"] = lambda: _explainer() and names.update_mapping()


def _function(name: str) -> Callable[..., Any]:
    if name.startswith("__"):
        raise AttributeError(name)
    if name in AT_IMPORT:
        return lambda *_: None
    return lambda *args: getattr(_explainer(), name)(*args)


@cache
def _explainer() -> ModuleType:
    """The true one."""
    _run(sys.modules[NAMES])
    return _run(_not_run(EXPLAINER))


def _not_run(name: str) -> ModuleType:
    """A module beside the explainer, as it is before its body is run."""
    spec = PathFinder.find_spec(name, sys.modules[FOLDER].__path__)
    assert spec is not None
    return module_from_spec(spec)


def _run(module: ModuleType) -> ModuleType:
    assert module.__spec__ is not None
    assert module.__spec__.loader is not None
    module.__spec__.loader.exec_module(module)
    return module
