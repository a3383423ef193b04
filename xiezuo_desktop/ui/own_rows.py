"""Whose rows may be changed: in a file that was sent to a unit, those of that unit alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused

if TYPE_CHECKING:
    from ..core.plan import Plan
    from ..exchange.rights import Rights
    from ..storage.edit import Edit


class OwnRows:
    """The rights of the unit to which a file was sent."""

    def __init__(self) -> None:
        self._found: tuple[Plan, Rights] | None = None

    def rights(self, plan: Plan) -> Rights:
        """What the unit may change."""
        if self._found is None or self._found[0] is not plan:
            from ..core.records import Dispatch
            from ..exchange.rights import Rights, addressee

            self._found = (plan, Rights(plan, addressee(plan.ordered(Dispatch))))
        return self._found[1]

    def check(self, plan: Plan, edit: Edit) -> None:
        """Raises Refused where an edit would change a row of somebody else."""
        from ..core.wording import describe

        rights = self.rights(plan)
        for record, drafts in edit.drafts.items():
            for key in rights.not_own(record, drafts):
                where = describe(plan, record, key)
                raise Refused(f"{where}不是本单位的内容，在收到的文件里不能改。", "需要更正的，请与下发的单位联系。")
