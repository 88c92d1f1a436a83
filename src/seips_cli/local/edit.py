"""The local file, edited: lines put in, taken out or merged; comments and the rest are kept. Text in, text out."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

HEAD = """\
# What is not published, as somebody here knows it. Written by `seips contacts set`; you may edit it too.
# Roles and offices, never a pupil and never a private number.
"""


def with_contact(text: str, name: str, fields: Mapping[str, str]) -> str:
    """*text* with the contact *name* set to *fields*; those it had and that are not named stay."""
    document = _document(text)
    contacts = document.setdefault("contacts", [])
    entry = next((one for one in contacts if one.get("id") == name), None)
    if entry is None:
        contacts.append({"id": name, **fields})
    else:
        entry.update(fields)
    return _written(document)


def without_contact(text: str, name: str) -> str:
    """*text* without the contact *name*."""
    document = _document(text)
    document["contacts"] = [one for one in document.get("contacts", []) if one.get("id") != name]
    if not document["contacts"]:
        del document["contacts"]
    return _written(document)


def taking_in(text: str, other: str) -> str:
    """*text* with every contact and partnership of *other*, which win."""
    document = _document(text)
    for key in ("contacts", "partnerships"):
        for entry in _document(other).get(key, []):
            listed = document.setdefault(key, [])
            known = next((one for one in listed if one.get("id") == entry.get("id")), None)
            if known is None:
                listed.append(entry)
            else:
                known.update(entry)
    return _written(document)


def shareable(text: str) -> str:
    """The contacts and partnerships of *text* alone, for a co-ordinator to send to schools."""
    document = _document(text)
    return _written({key: document[key] for key in ("contacts", "partnerships") if key in document})


def _document(text: str) -> Any:
    """The document in *text*, comments and all; an empty one for empty text."""
    return _yaml().load(text or HEAD + "contacts: []\n") or {}


def _written(document: Any) -> str:
    stream = StringIO()
    _yaml().dump(document, stream)
    return stream.getvalue()


def _yaml() -> Any:
    """A reader and writer that keeps comments, and text as it was typed."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    return yaml
