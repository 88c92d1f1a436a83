"""A result as one row among many: the cells of a table, or the members of an object."""

from datetime import date
from typing import Any

from .age import OLD, entered_on, is_stale
from .dataset import Dataset
from .decision import Result, find

#: The columns of a result, as `result_cells` and `result_members` give them.
RESULT = (
    *("pathway", "basis", "companions", "tier", "partnership", "partnership_local"),
    *("contacts", "contacts_checked", "contacts_local", "contacts_stale"),
)


def result_cells(data: Dataset, result: Result, today: date) -> tuple[str, ...]:
    """The result as cells: ids, several in one cell with `;` between, and nothing where there is none.

    The days on which the contacts were last checked stand in the order of the contacts.
    """
    stale = ";".join(stale_contacts(data, result, today))
    return (
        *(result.pathway.id, result.pathway.basis, ";".join(one.id for one in result.companions)),
        *(result.tier.id if result.tier else "", result.partnership.id if result.partnership else ""),
        _entered(data, result),
        *(";".join(contact.id for contact in result.contacts), ";".join(_checked(data, result))),
        *(";".join(_local(result)), f"{stale}: checked {OLD}" if stale else ""),
    )


def result_members(data: Dataset, result: Result, today: date) -> dict[str, Any]:
    """The result as members of an object, by the same names: lists, the level of each scheme, None for nothing.

    Of the contacts that are old, by id, that is said in words.
    """
    schemes = data.tiers.schemes if data.tiers else ()
    told = (
        *(result.pathway.id, result.pathway.basis, [one.id for one in result.companions]),
        {scheme.id: result.tier.levels.get(scheme.id) for scheme in schemes} if result.tier else None,
        *(result.partnership.id if result.partnership else None, _entered(data, result) or None),
        *([contact.id for contact in result.contacts], _checked(data, result)),
        *(_local(result), dict.fromkeys(stale_contacts(data, result, today), f"checked {OLD}")),
    )
    return dict(zip(RESULT, told, strict=True))


def stale_contacts(data: Dataset, result: Result, today: date) -> list[str]:
    """Those of the contacts in *result*, by id, that were last checked so long ago that it has to be said."""
    return [contact.id for contact in result.contacts if is_stale(data, contact, today)]


def _entered(data: Dataset, result: Result) -> str:
    """The day on which the name or the areas of the partnership were checked, if somebody here entered them."""
    entered = entered_on(data, result.partnership.source) if result.partnership else None
    return entered.isoformat() if entered else ""


def _checked(data: Dataset, result: Result) -> list[str]:
    """The day on which each contact was last checked."""
    return [find(data.sources, contact.source).checked_on.isoformat() for contact in result.contacts]


def _local(result: Result) -> list[str]:
    """Those of the contacts in *result*, by id, that are as somebody here entered them."""
    return [contact.id for contact in result.contacts if contact.status == "local"]
