"""Make the package that can be published: recent reports left out, positions moved to a grid.

A map of an ongoing war can guide fire. What is published must not depend on what is left out, so
redaction is one step: it returns a package of its own, and answers, pages and exports see only
that. It is built from what remains and copies nothing else. Free text without a day, the digest of
the files and the numbers of rows do not remain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontline.errors import InvalidRequestError
from frontline.models import Text
from frontline.package.embargo import apply_embargo

if TYPE_CHECKING:
    from datetime import date

    from frontline.package.package import Package


def redact(
    package: Package, embargo_days: int, today: date | None, blur_km: float
) -> tuple[Package, tuple[Text, ...]]:
    """Return the package that can be published, and the notices that readers must see.

    Parameters
    ----------
    package : Package
        The whole package.
    embargo_days : int
        Leave out what is younger than so many days; 0 for no embargo.
    today : date or None
        The day from which an embargo counts back; required for one.
    blur_km : float
        Move places to a grid of this size; 0 for none.

    Raises
    ------
    InvalidRequestError
        If the embargo has no day, leaves nothing, or is negative; for another size of the grid.
    """
    notices = []
    if embargo_days:
        if today is None:
            raise InvalidRequestError("An embargo counts back from a day: name it.")
        package = apply_embargo(package, embargo_days, today)
        notices.append(
            Text(
                f"Left out: what was published, or happened, in the {embargo_days} days before "
                f"{today}.",
                f"لا يُعرض ما نُشر أو حدث في الأيام التي تسبق {today} (عددها {embargo_days}).",
            )
        )
    if blur_km:
        from frontline.package.blur import blur_positions  # noqa: PLC0415 - needs numpy and shapely

        package = blur_positions(package, blur_km)
        notices.append(
            Text(
                f"Coarsened: places are moved to a grid of {blur_km:g} km.",
                f"مقرَّب: نُقلت المواقع إلى شبكة مربعاتها {blur_km:g} كم.",
            )
        )
    return package, tuple(notices)
