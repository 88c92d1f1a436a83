"""How old a fact may be, and how old it is."""

from datetime import date

#: How long a fact may stand before someone looks at it again.
MONTHS = 12


def months_between(day: date, later: date) -> int:
    """Whole months from *day* to *later*."""
    return (later.year - day.year) * 12 + later.month - day.month - (later.day < day.day)
