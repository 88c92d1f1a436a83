"""What a postcode, or half of one, says about the district an address is in.

Pure, and light to import: the text of the table comes in as an argument. Which districts are city and which
are county is not decided here; a caller maps the ONS codes.
"""

from __future__ import annotations

from collections import namedtuple

# Importing typing would cost more than a look-up does; type checkers know this name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    #: ONS codes with the number of postcodes in each, most first.
    Possible = tuple[tuple[str, int], ...]

#: Nothing longer is worth reading as a postcode.
LONGEST_POSTCODE = 40

#: Letters typed for digits. No postcode has these letters where a digit may stand.
LOOKALIKES = str.maketrans("OIL", "011")

#: What people put between the halves of a postcode, and what web pages and spreadsheets leave in or after it.
SEPARATORS: dict[int, str | None] = {
    **{ord(mark): " " for mark in "\t\r\n-.,_/\u2010\u2011\u2012\u2013\u2014\u2015\u2212"},
    **{ord(mark): None for mark in "\u00ad\u200b\u200c\u200d\u2060\ufeff"},
}

#: The letters that the second half of a postcode can end in.
ENDINGS = frozenset("ABDEFGHJLNPQRSTUWXYZ")


class Found(namedtuple("Found", "understood kind certainty ons_code possible reason")):
    """What a table says of a postcode.

    `kind` is `unit` (LE2 9DH), `sector` (LE2 9), `outcode` (LE2) or empty.
    `certainty` is `exact`, `whole-sector`, `whole-outcode`, `ambiguous` or `unknown`.
    `ons_code` is the district, if there is exactly one; `possible` holds all there are.

    `ambiguous` means several districts. If a caller finds them all on one side, the answer is that side.
    `unknown` with `unit-not-listed` gives the districts of the sector; they are no answer, even on one side.
    `outcode-elsewhere` and `area-elsewhere` name no district: none is in the city or the county.
    """

    __slots__ = ()

    understood: str
    kind: str
    certainty: str
    ons_code: str | None
    possible: Possible
    #: `unit-listed` · `unit-not-listed` · `sector-in-one-district` · `sector-in-several-districts` ·
    #: `sector-not-listed` · `outcode-in-one-district` · `outcode-in-several-districts` ·
    #: `outcode-elsewhere` · `outcode-not-listed` · `area-elsewhere` · `bulk-mail` · `not-a-postcode`
    reason: str


class Source(namedtuple("Source", "name edition licence")):
    """An open data set that the table was built from."""

    __slots__ = ()

    name: str
    edition: str
    licence: str


class Scan:
    """A table read row by row, only where it is asked: quickest for one postcode."""

    def __init__(self, text: str) -> None:
        """Keep the text of the table as it is."""
        self.text = text

    def rows(self, start: str) -> Iterator[list[str]]:
        """The rows that begin with these words, without their kind."""
        at = self.text.find("\n" + start)
        while at >= 0:
            end = self.text.find("\n", at + 1)
            yield self.text[at + 1 : end if end >= 0 else None].split(",", 3)[1:]
            at = self.text.find("\n" + start, end) if end >= 0 else -1

    def unit(self, postcode: str) -> str | None:
        """The ONS code of a postcode that is listed."""
        first, second = postcode[-2], postcode[-1]
        for _, code, units in self.rows(f"units,{postcode[:-2]},"):
            if any(word[0] == first and second in word[1:] for word in units.split()):
                return code
        return None

    def is_listed(self, sector: str) -> bool:
        """Whether every postcode of a sector is listed, because some are in the city or the county."""
        return f"\nunits,{sector}," in self.text

    def districts(self, place: str) -> Possible:
        """The districts of a sector or an outcode."""
        end = "," if " " in place else " "
        units = ((code, _count(text)) for _, code, text in self.rows(f"units,{place}{end}"))
        sectors = ((code, int(count)) for _, code, count in self.rows(f"sector,{place}{end}"))
        return _total([*units, *sectors])

    def is_elsewhere(self, outcode: str) -> bool:
        """Whether an outcode is known to hold no city or county postcode."""
        area, district = _area_and_district(outcode)
        return any(district in row[2].split() for row in self.rows(f"outcodes,{area},"))

    def is_outside(self, outcode: str) -> bool:
        """Whether an outcode is of a postcode area outside Great Britain."""
        return f"\narea,{_area_and_district(outcode)[0]}," in self.text

    def is_bulk(self, place: str) -> bool:
        """Whether a sector or an outcode has nothing but bulk mail, so far as is known."""
        outcode, _, sector = place.partition(" ")
        return any(sector in row[2] for row in self.rows(f"bulk,{outcode},"))


class Index:
    """A table read once and as a whole: quickest for many postcodes. It answers exactly as a scan does."""

    def __init__(self, text: str) -> None:
        """Read the whole table."""
        scan = Scan(text)
        self.units: dict[str, str] = {}
        counts: dict[str, list[tuple[str, int]]] = {}
        for sector, code, units in scan.rows("units,"):
            self.units.update((f"{sector}{unit}", code) for unit in _unfolded(units))
            _add(counts, sector, (code, _count(units)))
        self.listed = frozenset(place for place in counts if " " in place)
        for sector, code, count in scan.rows("sector,"):
            _add(counts, sector, (code, int(count)))
        self.possible = {place: _total(found) for place, found in counts.items()}
        self.elsewhere = {f"{area}{d}" for area, _, found in scan.rows("outcodes,") for d in found.split()}
        self.outside = {area for area, _, _ in scan.rows("area,")}
        self.bulk = {
            place
            for outcode, _, found in scan.rows("bulk,")
            for place in (outcode, *(f"{outcode} {sector}" for sector in found.split()))
        }

    def unit(self, postcode: str) -> str | None:
        """The ONS code of a postcode that is listed."""
        return self.units.get(postcode)

    def is_listed(self, sector: str) -> bool:
        """Whether every postcode of a sector is listed, because some are in the city or the county."""
        return sector in self.listed

    def districts(self, place: str) -> Possible:
        """The districts of a sector or an outcode."""
        return self.possible.get(place, ())

    def is_elsewhere(self, outcode: str) -> bool:
        """Whether an outcode is known to hold no city or county postcode."""
        return outcode in self.elsewhere

    def is_outside(self, outcode: str) -> bool:
        """Whether an outcode is of a postcode area outside Great Britain."""
        return _area_and_district(outcode)[0] in self.outside

    def is_bulk(self, place: str) -> bool:
        """Whether a sector or an outcode has nothing but bulk mail, so far as is known."""
        return place in self.bulk


def lookup(typed: str, table: Scan | Index) -> Found:
    """What the table says of what was typed. Nothing is guessed from neighbouring postcodes."""
    understood = understand(typed)
    outcode, _, incode = understood.partition(" ")
    if len(incode) == len("9DH"):
        return _unit(understood, table)
    if incode:
        return _sector(understood, "sector", understood, table)
    if outcode:
        return _outcode(understood, "outcode", understood, table)
    return Found("", "", "unknown", None, (), "not-a-postcode")


def understand(typed: str) -> str:
    """What was typed as a postcode, sector or outcode is written, or nothing if it cannot be one."""
    if len(typed) > LONGEST_POSTCODE:
        return ""
    if not typed.isascii():
        # Full-width letters and the many kinds of space are known to this module, which is slow to load.
        import unicodedata

        typed = unicodedata.normalize("NFKC", typed)
    words = [word for word in typed.translate(SEPARATORS).upper().split(" ") if word]
    joined = "".join(words)
    # A word such as `lol` must not be read as a postcode with nothing but letters for digits.
    if not joined.isascii() or not joined.isalnum() or joined.isalpha():
        return ""
    half = _first_half(words)
    return _as_unit(joined, half) or _as_sector(joined, half) or ("" if half else _as_outcode(joined))


def districts(text: str) -> dict[str, str]:
    """The name of every district in the table, by ONS code."""
    return {code: name for name, code, _ in Scan(text).rows("district,")}


def sources(text: str) -> tuple[Source, ...]:
    """The open data that the table was built from."""
    return tuple(Source(*row) for row in Scan(text).rows("source,"))


def attributions(text: str) -> tuple[str, ...]:
    """The words that the owners of the data ask to have shown, each once."""
    return tuple(dict.fromkeys(words for _, _, words in Scan(text).rows("attribution,")))


def _unit(understood: str, table: Scan | Index) -> Found:
    code, sector = table.unit(understood), understood[:-2]
    if code:
        return Found(understood, "unit", "exact", code, ((code, 1),), "unit-listed")
    if table.is_listed(sector):
        return Found(understood, "unit", "unknown", None, table.districts(sector), "unit-not-listed")
    return _sector(understood, "unit", sector, table)


def _sector(understood: str, kind: str, sector: str, table: Scan | Index) -> Found:
    if possible := table.districts(sector):
        return _shared(understood, kind, "sector", possible)
    outcode = sector[:-2]
    if table.is_bulk(sector):
        return Found(understood, kind, "unknown", None, (), "bulk-mail")
    # The outcode's other sectors say nothing about one that is not known.
    if table.districts(outcode) or table.is_bulk(outcode):
        return Found(understood, kind, "unknown", None, (), "sector-not-listed")
    return _outcode(understood, kind, outcode, table)


def _outcode(understood: str, kind: str, outcode: str, table: Scan | Index) -> Found:
    if possible := table.districts(outcode):
        return _shared(understood, kind, "outcode", possible)
    if table.is_elsewhere(outcode):
        return Found(understood, kind, "whole-outcode", None, (), "outcode-elsewhere")
    if table.is_outside(outcode):
        return Found(understood, kind, "whole-outcode", None, (), "area-elsewhere")
    reason = "bulk-mail" if table.is_bulk(outcode) else "outcode-not-listed"
    return Found(understood, kind, "unknown", None, (), reason)


def _shared(understood: str, kind: str, place: str, possible: Possible) -> Found:
    """What is known of a postcode from the sector or outcode that it is in, or is."""
    if len(possible) == 1:
        return Found(understood, kind, f"whole-{place}", possible[0][0], possible, f"{place}-in-one-district")
    return Found(understood, kind, "ambiguous", None, possible, f"{place}-in-several-districts")


def _first_half(words: list[str]) -> str:
    """The outcode that is set apart from what follows it, as typed: LE1 of `LE1 1` and of `LE 1 1`, none of `LE 11`."""
    head = ""
    for word in words[:-1]:
        head += word
        if _as_outcode(head):
            return head
    return ""


def _as_unit(joined: str, half: str) -> str:
    """LE2 9DH for `LE29DH` or `LE2 9DH`, not for `LE2 99DH`, which would be LE29 9DH but for the space."""
    outcode, digit = _as_outcode(joined[:-3]), joined[-3:-2].translate(LOOKALIKES)
    is_unit = outcode and digit.isdigit() and joined[-1] in ENDINGS and joined[-2] in ENDINGS
    return f"{outcode} {digit}{joined[-2:]}" if is_unit and half in ("", joined[:-3]) else ""


def _as_sector(joined: str, half: str) -> str:
    """LE1 1 for `LE1 1`, not for `LE11`, which is an outcode; LE11 0 for `LE110`, which is none."""
    outcode, digit = _as_outcode(joined[:-1]), joined[-1].translate(LOOKALIKES)
    is_apart = half == joined[:-1] if half else not _as_outcode(joined)
    return f"{outcode} {digit}" if outcode and digit.isdigit() and is_apart else ""


def _as_outcode(joined: str) -> str:
    """One or two letters, then a digit, and perhaps another digit or letter: LE2, LE11, W1A, SW1A."""
    # A postcode area never has I as its second letter, so that is a 1.
    letters = 2 if joined[1:2].isalpha() and joined[1] != "I" else 1
    area, district = joined[:letters], joined[letters:].translate(LOOKALIKES)
    is_outcode = len(district) in (1, 2) and district[0].isdigit() and area.isalpha()
    return area + district if is_outcode else ""


def _area_and_district(outcode: str) -> tuple[str, str]:
    letters = 2 if outcode[1].isalpha() else 1
    return outcode[:letters], outcode[letters:]


def _unfolded(units: str) -> Iterator[str]:
    """DH, DJ and GG for `DHJ GG`."""
    return (word[0] + letter for word in units.split() for letter in word[1:])


def _count(units: str) -> int:
    return sum(len(word) - 1 for word in units.split())


def _add(counts: dict[str, list[tuple[str, int]]], sector: str, count: tuple[str, int]) -> None:
    for place in (sector, sector[:-2]):
        counts.setdefault(place, []).append(count)


def _total(counts: Iterable[tuple[str, int]]) -> Possible:
    """The sum for each district, most postcodes first."""
    totals: dict[str, int] = {}
    for code, count in counts:
        totals[code] = totals.get(code, 0) + count
    return tuple(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
