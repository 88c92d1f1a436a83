"""What a local file says, fact by fact, and what becomes of each when it is changed. Pure."""

import datetime
from collections.abc import Iterator, Mapping

from ..errors import SeipsError
from .reading import overlaying

#: Every fact by its name, such as `sena, email`.
Facts = dict[str, str]


def facts(text: str, file: str) -> Facts:
    """Every fact of a local file by name: contact or partnership, and key."""
    overlay, _ = overlaying(text.encode(), file)
    found: Facts = {}
    for entry in (*map(vars, overlay.contacts), *map(vars, overlay.partnerships)):
        found |= {f"{entry['id']}, {key}": _shown(value) for key, value in entry.items() if key != "id" and value}
    return found


def ways(own: Facts, contact: str) -> dict[str, str]:
    """What one's *own* file has to reach the *contact* of this id by."""
    there = {key: own.get(f"{contact}, {key}", "") for key in ("email", "phone", "url")}
    return {key: value for key, value in there.items() if value}


def _shown(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else " ".join(str(value).split())


def differences(before: Facts, after: Facts) -> list[str]:
    """What each fact was *before* and is *after*, of those that differ."""
    names = dict.fromkeys((*before, *after))
    changed = [name for name in names if before.get(name) != after.get(name)]
    return [f"{name}: {before.get(name, 'nothing')} -> {after.get(name, 'nothing')}" for name in changed]


def refuse_two_days(own: Facts, entry: Mapping[str, str]) -> None:
    """Raise SeipsError where something of one's *own* entry would stay beside what was checked on another day.

    An entry has one day, and what stays would look as fresh as what is new, or the new as old as what stays.
    """
    kept = {key: value for key, value in ways(own, entry["id"]).items() if key not in entry}
    before = own.get(f"{entry['id']}, checked_on", "")
    if kept and before != entry["checked_on"]:
        again = " ".join(f'--{key} "{value}"' for key, value in kept.items())
        again += " --no-pupil" if f"{entry['id']}, no_pupil" in own else ""
        hint = f"if it still holds, add {again}; if not, `seips contacts unset` the entry first"
        what = " and ".join(f"`{key}`" for key in kept)
        raise SeipsError(f"the entry also has {what}, last checked on {before}, and an entry has one day", hint=hint)


def not_taken(own: Facts, theirs: Facts, after: Facts) -> Iterator[str]:
    """What of *theirs* is not in the file *after* all, because one's own was checked as late or later."""
    for checked in (name for name in theirs if name.endswith(", checked_on") and own.get(name, "") >= theirs[name]):
        who = checked.removesuffix("checked_on")
        left = [name for name in theirs if name.startswith(who) and name != checked and after.get(name) != theirs[name]]
        if left:
            what = " and ".join(f"{name.removeprefix(who)} {theirs[name]}" for name in left)
            when = f"{theirs[checked]} too" if own[checked] == theirs[checked] else theirs[checked]
            yield (
                f"{who.removesuffix(', ')}: yours was checked on {own[checked]}, theirs on {when}, "
                f"so yours stays; not taken: {what}; if that is right, enter it"
            )
