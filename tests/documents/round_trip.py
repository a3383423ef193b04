"""What a paper is understood to say, as a draft and as a plan, without what only tells where it was read."""

from __future__ import annotations

import re
from dataclasses import replace

from xiezuo_desktop.core.plan_json import plan_to_json
from xiezuo_desktop.importers import steps_for, understand
from xiezuo_desktop.storage import new_id
from xiezuo_desktop.storage.plan_file import PlanFile

_OF_THE_FILE = ("id", "sources", "problems", "waivers")


def plain_draft(paper):
    """The draft of a plan; no names of files, nothing of how it was read."""
    return replace(understand(paper), source="", paper="", guesses=(), sheets=(), rows={})


def plan_of(paper, path):
    """The plan that a paper becomes in a new file."""
    with PlanFile.create(path) as plan_file:
        with plan_file.edit("导入") as edit:
            edit.apply(steps_for(understand(paper), plan_file.plan, new_id))
        return plan_file.plan


def plain_json(plan):
    """The JSON of a plan without its ids."""
    return _plain(plan_to_json(plan))


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in _OF_THE_FILE}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return "id" if isinstance(value, str) and re.fullmatch(r"\d{15,}", value) else value
