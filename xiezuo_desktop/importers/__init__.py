"""Papers understood: from a neutral Paper to the draft of a plan, and from the draft to the steps of one edit."""

from .draft import Draft, steps_for
from .recognise import understand

__all__ = ["Draft", "steps_for", "understand"]
