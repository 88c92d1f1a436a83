"""How old a fact may be, and how old it is."""

from datetime import date, timedelta

from .dataset import ENTERED, Contact, Dataset
from .decision import find
from .geography import Partnership

#: How long a fact may stand before someone looks at it again.
MONTHS = 12
#: Behind `checked`, of what was last checked longer ago than that.
OLD = "a year ago or more: make sure before you use it"


def is_stale(data: Dataset, known: Contact | Partnership, today: date, months: int = MONTHS) -> bool:
    """Whether what is *known* was last checked *months* ago or longer, so that it is to be looked at again."""
    return months_between(find(data.sources, known.source).checked_on, today) >= months


def entered_on(data: Dataset, source: str) -> date | None:
    """The day on which somebody here checked what is of this *source*; None for what is published."""
    found = find(data.sources, source)
    return found.checked_on if found.title == ENTERED else None


def named_on(data: Dataset, contact: Contact) -> date | None:
    """The day on which somebody here checked what the partnership of *contact* is called; None where nobody did."""
    partnerships = data.geography.partnerships if data.geography else ()
    served = (one for one in partnerships if one.id == contact.partnership and one.status == "local")
    return next((entered_on(data, one.source) for one in served), None)


def months_between(day: date, later: date) -> int:
    """Whole months from *day* to *later*."""
    return (later.year - day.year) * 12 + later.month - day.month - (later.day < day.day)


def due(day: date, months: int = MONTHS) -> date:
    """The first day on which something checked on *day* was checked *months* ago."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        first = date(year, month + 1, 1)
        return min(first + timedelta(days=day.day - 1), (first + timedelta(days=31)).replace(day=1))
    except (OverflowError, ValueError):  # the calendar ends
        return date.max
