"""Run by the installed program before PyInstaller's own start, which imports PySide6 for every command."""

from xiezuo_desktop.ui.light_pyside import import_pyside

import_pyside()
