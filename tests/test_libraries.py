"""The list of bundled libraries against what is installed."""

import importlib.metadata
import re
import tomllib

from tests.builders import ROOT

NOT_SHIPPED = {"pip"}  # sqlite-utils asks for it, the installed program leaves it out
NOT_FOR_US = re.compile(r"extra ==|python_version\s*<|platform|implementation")


def needed(names) -> set[str]:
    """These libraries and what they need."""
    due, found = list(names), set()
    while due:
        name = re.match(r"[\w.-]+", due.pop())[0].lower().replace("_", "-")
        if name not in found and name not in NOT_SHIPPED:
            found.add(name)
            due += [each for each in importlib.metadata.requires(name) or [] if not NOT_FOR_US.search(each)]
    return found


def test_every_bundled_library_is_listed_with_its_licence():
    listed = tomllib.loads((ROOT / "resources" / "libraries.toml").read_text("utf-8"))["library"]
    assert all(each["licence"] and each["use"] for each in listed)
    versions = {each["name"].lower(): each["version"] for each in listed}
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert needed(asked) <= set(versions)
    pinned = dict(each.lower().split("==") for each in asked)
    assert {name: versions[name] for name in pinned} == pinned
