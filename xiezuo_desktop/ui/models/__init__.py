"""Qt item models over the plan. They own their nodes; the plan stays untouched."""
