"""The local file, edited as text: an entry is put in, changed or cut, and every other line stays. Text in, text out."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import yaml

from ..errors import SeipsError, plain
from .reach import telephone

Fields = Mapping[str, str | list[str]]
HEAD = """\
# What is not published, as somebody here knows it. Written by `seips contacts set`; you may edit it too.
# Roles and offices, never a pupil and never a private number.
"""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # that which `tree` reads with, where there is one
LISTS = ("contacts", "partnerships")
END = yaml.DocumentEndToken
#: All that ends a line in YAML.
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
#: What YAML reads as it stands, even between brackets; digits alone are a number to most programs.
PLAIN = re.compile(r"(?!null\Z|\d+\Z)\w[\w@./+-]*(?: \w[\w@./+-]*)*|https://[\w@./+-]+")


def with_entry(text: str, key: str, fields: Fields) -> str:
    """*text* with *fields* in the entry of the list *key* that has their id; what else that entry says stays."""
    text = _ended(text or HEAD)
    found = _list(text, key)
    if found is None:
        return _with_list(text, key, fields)
    name, entries = found
    if not entries.value:
        bare, margin = f"{text[: name.end_mark.index]}:{text[entries.end_mark.index :]}", " " * name.start_mark.column
        return _inserted(bare, name.end_mark.index, _entry(f"{margin}  ", fields, _break(text)))
    known = _with_id(entries, str(fields["id"]))
    if known is None:
        dash = _dash(text, entries.value[-1])
        margin = text[_line_of(text, dash) : dash]
        return _inserted(text, _end(text, entries.value[-1]), _entry(margin, fields, _break(text)))
    return _changed(text, known, fields)


def _with_list(text: str, key: str, fields: Fields) -> str:
    """*text* with a new list *key* behind all that it says, in the column of its other keys."""
    root = _composed(text)
    margin = " " * root.start_mark.column if root else ""
    ends = (token.start_mark.index for token in yaml.scan(text, Loader=LOADER) if isinstance(token, END))
    at = next(ends, len(text))
    lines = f"{margin}{key}:{_break(text)}" + _entry(f"{margin}  ", fields, _break(text))
    return text[:at] + lines + text[at:]


def without_entry(text: str, key: str, name: str) -> str:
    """*text* without the lines of the entry called *name* in the list *key*."""
    text = _ended(text)
    found = _list(text, key)
    entry = _with_id(found[1], name) if found else None
    if found is None or entry is None:
        return text
    start, end = _line_of(text, _dash(text, entry)), _next_line(text, _end(text, entry))
    cut = text[:start] + text[end:]
    if len(found[1].value) > 1:
        return cut
    colon = text.index(":", found[0].end_mark.index) + 1
    return f"{cut[:colon]} []{cut[colon:]}"


def taking_in(text: str, other: str) -> str:
    """*text* with every contact and partnership of *other*, but for what *text* knows from that day or a later one.

    An entry has one day, so that one of a later day takes the place of the other as a whole. Telephone numbers are
    written the usual way. Raises SeipsError.
    """
    for key in LISTS:
        _, entries = _pair(_composed(other), key) or (None, None)
        for said in map(_said, entries.value if entries else ()):
            _, known = _pair(_composed(text), key) or (None, None)
            own = known and _with_id(known, str(said["id"]))
            if "phone" in said:
                said["phone"] = telephone(str(said["phone"]))
            before = _said(own) if own else {}
            if taken := _taken(said, before):
                surplus = before.keys() - said.keys() if taken is said else set()
                text = with_entry(_without_keys(text, key, str(said["id"]), surplus), key, taken)
    return text


def _without_keys(text: str, key: str, name: str, surplus: Collection[str]) -> str:
    """*text* with an entry that says nothing of the keys *surplus*; or without it, where it is not one key a line."""
    for gone in surplus:
        entry = _with_id((_list(text, key) or (None, None))[1], name)
        said = {named.value: (named, value) for named, value in entry.value}
        at, value = said[gone]
        if entry.flow_style or at is entry.value[0][0]:
            return without_entry(text, key, name)
        text = text[: _line_of(text, at.start_mark.index)] + text[_next_line(text, _end(text, value)) :]
    return text


def _taken(theirs: Fields, own: Fields) -> Fields:
    """What of *theirs* comes to one's *own*: of a later day all, of the same day what is not there, else nothing."""
    before, then = (str(one.get("checked_on", "")) for one in (own, theirs))
    if before == then:
        return {key: value for key, value in theirs.items() if key not in own or key in ("id", "checked_on")}
    return theirs if before < then else {}


def shareable(text: str) -> str:
    """The contacts and partnerships of *text* alone, for a co-ordinator to send to schools; no remark goes along."""
    return taking_in(HEAD, text)


def _changed(text: str, entry: Any, fields: Fields) -> str:
    """*text* with *fields* in an *entry* that is there."""
    said = {name.value: (name, value) for name, value in entry.value}
    new = {key: value for key, value in fields.items() if key not in said}
    for key in reversed([key for key in said if key in fields and fields[key] != _said(entry)[key]]):
        name, value = said[key]
        # From behind, so that what stands before is still where it was.
        kept = "".join(_remarks(text, name, value))
        text = f"{text[: name.end_mark.index]}: {_written(fields[key])}{kept}{text[_end(text, value) :]}"
    return _with_new(text, entry, new) if new else text


def _remarks(text: str, name: Any, value: Any) -> list[str]:
    """What is remarked between the *name* of a key and its *value*, or behind the sign that begins a block of text."""
    start = value.start_mark.index
    ends = BREAK.search(text, start) if isinstance(value, yaml.ScalarNode) and value.style in (">", "|") else None
    return re.findall(r"\s#.*", text[name.end_mark.index : ends.start() if ends else start])


def _with_new(text: str, entry: Any, new: Fields) -> str:
    """*text* with *new* fields behind the last that an *entry* has; the entry stands where it did, at its dash."""
    entry = next(one for one in _every(text) if one.start_mark.index == entry.start_mark.index)
    if entry.flow_style:
        end = _end(text, entry.value[-1][1])
        return text[:end] + "".join(f", {key}: {_written(value)}" for key, value in new.items()) + text[end:]
    margin = " " * entry.value[0][0].start_mark.column
    lines = (f"{margin}{key}: {_written(value)}{_break(text)}" for key, value in new.items())
    return _inserted(text, _end(text, entry), "".join(lines))


def _composed(text: str) -> Any:
    """What *text* says, with the place of each part. Raises SeipsError where only some parsers can read it."""
    try:
        return yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        hint = "take out what cannot be seen, such as tabs, then try again"
        raise SeipsError("the local file cannot be edited as it is", hint=hint) from error


def _list(text: str, key: str) -> tuple[Any, Any] | None:
    """The name and the entries of the list *key*, if there is one. Raises SeipsError for one without lines."""
    root = _composed(text)
    found = _pair(root, key)
    if root and (root.flow_style or (found and found[1].flow_style and found[1].value)):
        hint = "write one key, and one `- ` entry, a line; then try again"
        raise SeipsError(f"the local file has `{key}` in brackets, which cannot be edited here", hint=hint)
    return found


def _pair(root: Any, key: str) -> tuple[Any, Any] | None:
    return next((pair for pair in root.value if pair[0].value == key), None) if root else None


def _every(text: str) -> Iterator[Any]:
    """Every entry of every list."""
    return (entry for key in LISTS if (pair := _pair(_composed(text), key)) for entry in pair[1].value)


def _with_id(entries: Any, name: str) -> Any:
    return next((entry for entry in entries.value if _said(entry).get("id") == name), None)


def _said(entry: Any) -> dict[str, str | list[str]]:
    """What an entry says, as strings, with nothing in them that cannot be seen."""
    return {
        name.value: plain(value.value) if isinstance(value.value, str) else [plain(one.value) for one in value.value]
        for name, value in entry.value
    }


def _end(text: str, node: Any) -> int:
    """Where the last thing that *node* says ends: YAML's own end of a block lies behind the comments below it."""
    while not isinstance(node.value, str) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return len(text[: node.end_mark.index].rstrip())


def _dash(text: str, entry: Any) -> int:
    """Where the dash before *entry* stands."""
    tokens = yaml.scan(text, Loader=LOADER)
    dashes = (token.start_mark.index for token in tokens if isinstance(token, yaml.BlockEntryToken))
    return int(max(dash for dash in dashes if dash < entry.start_mark.index))


def _line_of(text: str, index: int) -> int:
    """Where the line begins in which *index* stands."""
    return max((found.end() for found in BREAK.finditer(text, 0, index)), default=0)


def _next_line(text: str, index: int) -> int:
    found = BREAK.search(text, index)
    return found.end() if found else len(text)


def _inserted(text: str, index: int, lines: str) -> str:
    """*text* with *lines* under the line in which *index* stands."""
    at = _next_line(text, index)
    return text[:at] + lines + text[at:]


def _entry(margin: str, fields: Fields, line_end: str) -> str:
    lines = [f"{key}: {_written(value)}{line_end}" for key, value in fields.items()]
    return f"{margin}- " + f"{margin}  ".join(lines)


def _written(value: str | list[str]) -> str:
    """*value* as YAML reads it back."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _break(text: str) -> str:
    """How the lines of *text* end."""
    found = BREAK.search(text)
    return found[0] if found else "\n"


def _ended(text: str) -> str:
    """*text* with an end to its last line."""
    return text if not text or BREAK.search(text[-1]) else text + _break(text)
