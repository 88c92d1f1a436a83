"""What in a text surely tells of a pupil: a pupil's number, a date of birth, a postcode. Looked for; never kept."""

import re
from datetime import date
from unicodedata import decimal, normalize

from ..errors import SeipsError

MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"((?:19[89]|20[0-4])\d)"
MONTH_FIGURES, DAY_FIGURES = "(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
#: A unique pupil number, which ends in a letter while it is temporary, whatever stands between its figures.
NUMBER = re.compile(r"(?<![^\W_])[A-Za-z][\W_]?\d(?:[\W_]?\d){10}[\W_]?[A-Za-z\d](?![^\W_])|[A-Za-z]\d{11}[A-Za-z\d]")
_DAY, _TWO, _TH, _MARKS, _APART = r"\d{1,2}", r"(\d\d)", "(?:st|nd|rd|th)?", r"[\W_]{1,2}", r"[\W_]{1,3}"
#: A day in any order with its year, which may have two figures; and a day without one.
_FORMS = (
    rf"{YEAR}{_APART}{_DAY}{_APART}{_DAY}",
    rf"{_DAY}{_APART}{_DAY}{_APART}{YEAR}",
    rf"{_DAY}(?: ?[/.-]{{1,2}} ?| ){_DAY}(?: ?[/.-]{{1,2}} ?| )['\u2019]?{_TWO}",
    rf"{_DAY}{_APART}(?:I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}}){_APART}['\u2019]?(?:{YEAR}|{_TWO})",
    rf"{YEAR}(?:{_MARKS})?{MONTH}(?:{_MARKS})?{_DAY}",
    rf"{_DAY}{_TH}(?:{_MARKS})?(?:of )?{MONTH}(?:{_MARKS})?(?:{YEAR}|{_TWO})",
    rf"\b{MONTH}(?:{_MARKS})?{_DAY}{_TH}{_MARKS}{YEAR}",
    rf"{YEAR}{MONTH_FIGURES}{DAY_FIGURES}",
    rf"(?:{DAY_FIGURES}{MONTH_FIGURES}|{MONTH_FIGURES}{DAY_FIGURES}){YEAR}",
    rf"{_DAY}{_TH}(?:{_MARKS})?{MONTH}\b",
    rf"\b{MONTH} {_DAY}{_TH}\b",
)
_HOUR = r"[T ,]{1,2}\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m|Z|[+-]\d{2}:?\d{2})?"
DAYS = re.compile(rf"(?<!\d)(?:{'|'.join(_FORMS)})(?!\d)(?:{_HOUR})?", re.IGNORECASE)
#: A month with its year. Of a pupil at a secondary school it may tell the birth when it is long gone.
MONTHS = re.compile(rf"\b{MONTH}(?:{_MARKS}{YEAR}|-{_TWO})(?!\d)", re.IGNORECASE)
#: Where a day or a month may be named at all, also within other figures.
DATES = re.compile("|".join((*_FORMS, MONTH)), re.IGNORECASE)
#: The same with 0 for every figure: where none of these shapes is, no figures make a date.
DATE_SHAPES = re.compile(
    DATES.pattern.replace(YEAR, "0000").replace(MONTH_FIGURES, "00").replace(DAY_FIGURES, "00"), re.IGNORECASE
)
#: Where a site keeps what it got in a month, or on a day, of the last years.
FOLDERS = re.compile(r"/20[2-4]\d/[01]?\d(?:/[0-3]?\d)?(?=/)")
#: A year of these, by itself; and figures of an address, wherever they stand: so many could be a day of birth.
NOW = re.compile(r"(?<!\d)20[2-4]\d(?!\d)")
MOST_FIGURES = 6
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[\W_]?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
#: Nobody at school was born in the last years, and a later date is one of a meeting.
YOUNGEST, YOUNGEST_BY_MONTH = 4, 9


def usual(text: str) -> str:
    """*text* in usual letters, and with figures of any script as Europeans write them."""
    return "".join(str(decimal(char)) if char.isdecimal() else char for char in normalize("NFKC", text))


def told(text: str, today: date) -> str:
    """What of a pupil *text* surely tells, in any form; "" for nothing."""
    if NUMBER.search(text):
        return "a pupil's number"
    left = DAYS.sub("0", text)
    if _is_birth(DAYS, text, today.year, YOUNGEST) or _is_birth(MONTHS, left, today.year, YOUNGEST_BY_MONTH):
        return "a date of birth"
    return "a postcode" if POSTCODE.search(text) else ""


def without_days(text: str) -> str:
    """*text* with a figure for each day and hour in it."""
    return MONTHS.sub("0", DAYS.sub("0", text))


def _is_birth(dates: re.Pattern[str], text: str, this_year: int, youngest: int) -> bool:
    """Whether the year of one of *dates* in *text* is so old; one of two figures is the last that it can be."""
    years = (int(year) for found in dates.finditer(text) for year in found.groups() if year)
    return any((year if year > 99 else this_year - (this_year - year) % 100) <= this_year - youngest for year in years)


def refuse_address(address: str) -> None:
    """Raise SeipsError where an e-mail address or a link holds what may be a pupil's number or a date, in any form."""
    from urllib.parse import unquote

    text = FOLDERS.sub("/", unquote(address))
    figures = re.sub(r"\D", "", NOW.sub("", text))
    closed = re.sub(r"(?<=\d)[^\W\d](?=\d)", "", re.sub(r"[\W_]", "", text))
    in_words = rf"\d(?:st|nd|rd|th)?(?:of)?{MONTH}\d|{MONTH}\d{{3}}"
    if len(figures) >= MOST_FIGURES or re.search(rf"\d{{6}}|{in_words}", closed, re.IGNORECASE) or DAYS.search(text):
        hint = "enter an office's address, with fewer figures and nothing about a pupil"
        raise SeipsError("this looks like a pupil's number or a date", hint=hint)
