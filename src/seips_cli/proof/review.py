"""What in a dataset must be looked at again: facts past their review date, names that are not the real ones yet."""

from collections.abc import Iterable, Iterator
from datetime import date

from ..age import MONTHS, months_between
from ..dataset import Dataset
from .finding import Finding, Path


def overdue(data: Dataset, as_of: date, today: date) -> Iterator[Finding]:
    """A warning for each fact last checked a year before *as_of* or earlier, a fault for one checked after *today*."""
    checked: list[tuple[Path, date]] = [(("about", "checked_on"), data.about.checked_on)]
    checked += [(("sources", n, "checked_on"), source.checked_on) for n, source in enumerate(data.sources)]
    return looked_at(checked, as_of, today)


def looked_at(checked: Iterable[tuple[Path, date]], as_of: date, today: date) -> Iterator[Finding]:
    """The same for places and the day on which somebody last looked whether what stands there holds."""
    for path, day in checked:
        if day > today:  # whoever looks back finds facts that were checked since, which is no fault
            yield Finding(path, "checked-in-future", f"{day} is still to come", "write the day it was last checked")
        elif months_between(day, as_of) >= MONTHS:
            message = f"last checked on {day}, {MONTHS} months ago or more"
            yield Finding(path, "review-overdue", message, "check that it still holds, then write today's date")


def working_names(data: Dataset) -> Iterator[Finding]:
    """A warning for each partnership whose real name and areas nobody has confirmed."""
    if data.geography:
        fix = f"confirm it on {data.geography.confirm_at}, then write `status: published` and the source"
        for n, partnership in enumerate(data.geography.partnerships):
            if partnership.status == "working-name":
                message = f"`{partnership.name}` is a working name that nobody has confirmed"
                yield Finding(("geography", "partnerships", n, "status"), "working-name", message, fix)
