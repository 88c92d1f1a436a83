"""A referral pack: its files are read back by the parsers that others use, and it is written whole or not at all."""

import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Self

import pytest
import vobject
import yaml
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt
from tests.test_reading import HARDEST, grade
from typer.testing import Result as Ran

from seips_cli.act.cards import Event, calendar
from seips_cli.act.folder import write
from seips_cli.act.pack import NAMES, email, files, sections
from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, decide, diagram_of
from seips_cli.errors import SeipsError, plain
from seips_cli.html import as_html, spans
from seips_cli.local.overlay import LocalContact, Overlay, laid_over
from seips_cli.references import EMAIL
from seips_cli.render import Section, as_markdown
from seips_cli.source import Edition, load
from seips_cli.stopping import DONE

ROOT = Path(__file__).parent.parent
DATASETS = sorted([*(ROOT / "data").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml"), ROOT / "tests" / "small.yaml"])
TODAY = date(2026, 11, 24)
Run = Callable[..., Ran]
PANEL = {
    "school": "city-secondary",
    "home": "county",
    "exclusion": "at-risk",
    "level": "psp2a",
    "ehcp": "no",
    "sen-resources": "no",
    "area": "melton",
}
READY_FOR_SENA = {
    "school": "city-secondary",
    "home": "county",
    "exclusion": "not-at-risk",
    "level": "none",
    "heading-for-tier-4": "no",
    "support": "no",
    "ehcp": "yes",
    "partnership-advice": "yes",
    "send-plan": "yes",
}
EXCLUDED = {"school": "city-secondary", "home": "county", "exclusion": "excluded", "area": "melton"}
NASTY = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "=HYPERLINK(\"https://example.org\",'x')",
    "a\x1b[31mb\x00c\u202ed",
    "x\r\nBcc: everyone@example.org",
    "END:VCARD;,\\n\\",
    "END:VEVENT\nBEGIN:VALARM",
    "é" * 3000,
    "x" * 3000,
    "&lt;b&gt; `code` *bold* [link](javascript:alert(1)) ://<b>@",
    "1. one\n# two\n- three\n```\n~~~\n=== \n<!--",
    "https://example.org/<b>x",
]


def options(answers: dict[str, str]) -> list[str]:
    """*answers* as they are typed."""
    return [word for question, option in answers.items() for word in ("-a", f"{question}={option}")]


def packed(edition: Edition, answers: dict[str, str], today: date = TODAY) -> dict[str, bytes]:
    """The files for *answers*."""
    return files(decide(edition.data, answers), edition, today, "a-case")


def mail(content: bytes) -> EmailMessage:
    """A message as a mail program reads it."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(content: bytes) -> str:
    """The text of a message."""
    return str(mail(content).get_content()).replace("\r\n", "\n")


def events(content: bytes) -> list[Any]:
    """What a calendar program finds."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def cards(content: bytes) -> list[Any]:
    """What an address book finds."""
    return list(vobject.readComponents(content.decode()))


class Page(HTMLParser):
    """What a browser is given: tags, links, the text a reader sees, the style, the policy."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.shown: list[str] = []
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; all but the void ones must be closed in order."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Tags close in the order in which they were opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text by where it stands."""
        if "style" in self.open:
            self.style += data
        elif "body" in self.open:
            self.shown.append(data)

    @classmethod
    def of(cls, text: str) -> Self:
        """*text* as it is read."""
        page = cls()
        page.feed(text)
        page.close()
        assert page.open == []
        return page

    @property
    def text(self) -> str:
        """All that is shown, in one line."""
        return " ".join("".join(self.shown).split())

    def values(self, name: str) -> list[str]:
        """The values of every attribute called *name*."""
        return [value for key, value in self.attributes if key == name]


def hostile(edition: Edition, nasty: str) -> Edition:
    """*edition* with *nasty* in every text that can reach a pack."""
    data = edition.data

    def with_text(record: Any, *names: str) -> Any:
        return replace(record, **{name: f"{getattr(record, name)} {nasty}" for name in names})

    return replace(
        edition,
        data=replace(
            data,
            about=with_text(data.about, "title", "safeguarding", "version"),
            questions=tuple(
                replace(
                    with_text(question, "text", "hint", "who_knows"),
                    options=tuple(with_text(option, "text") for option in question.options),
                )
                for question in data.questions
            ),
            pathways=tuple(
                replace(
                    with_text(pathway, "title", "summary", "question_to_put", "reading"),
                    steps=(*pathway.steps, nasty),
                )
                for pathway in data.pathways
            ),
            evidence=tuple(with_text(item, "text") for item in data.evidence),
            costs=tuple(with_text(cost, "text") for cost in data.costs),
            contacts=tuple(with_text(contact, "title", "organisation", "note") for contact in data.contacts),
            sources=tuple(with_text(source, "title") for source in data.sources),
        ),
    )


def one_line(text: str) -> str:
    """*text* as it may be shown, in one line."""
    return " ".join(plain(text).split())


def test_a_pack_holds_everything_to_act_with(edition: Edition) -> None:
    """Six files, none empty, called what the program says it may replace."""
    assert tuple(packed(edition, PANEL)) == tuple(NAMES)
    assert all(packed(edition, PANEL).values())


def test_the_same_inputs_and_day_give_the_same_bytes(edition: Edition) -> None:
    """Nothing depends on the clock, the machine or chance; another day moves the dates alone."""
    again = packed(load(ROOT / "data" / "partnerships.yaml"), dict(PANEL))
    later = packed(edition, PANEL, TODAY + timedelta(days=1))
    assert packed(edition, PANEL) == again
    assert {name for name in NAMES if later[name] != again[name]} == {"summary.md", "summary.html", "review.ics"}


@pytest.mark.parametrize("file", DATASETS, ids=[file.stem for file in DATASETS])
def test_every_pack_of_every_dataset_can_be_read_back(file: Path) -> None:
    """Whatever is answered in whatever guidance, each file there is parses, and the answers lead to the same result."""
    edition = load(file)
    for answers, _ in list(diagram_of(edition.data).journeys())[::7]:
        made = packed(edition, answers)
        assert yaml.load(made["answers.yaml"], yaml.BaseLoader) == answers
        assert Page.of(made["summary.html"].decode()).tags.count("h1") == 1
        assert len(cards(made.get("contacts.vcf", b""))) == len(decide(edition.data, answers).contacts)
        assert ("email.eml" in made) == bool(decide(edition.data, answers).contacts)
        assert "email.eml" not in made or mail(made["email.eml"])["Subject"]
        assert ("review.ics" in made) == bool(edition.data.about.review_days)
        assert "review.ics" not in made or events(made["review.ics"])


# The draft


def test_the_draft_goes_to_the_first_contact_or_says_that_no_address_is_known(edition: Edition) -> None:
    """SENA's address is known; the co-ordinator's is not, so the message cannot be sent until somebody looks it up."""
    known, unknown = (mail(packed(edition, answers)["email.eml"]) for answers in (READY_FOR_SENA, PANEL))
    assert [address.addr_spec for address in known["To"].addresses] == ["senaservice@leics.gov.uk"]
    assert unknown["To"].addresses == ()
    assert unknown["To"].groups[0].display_name == "[e-mail of: Partnership co-ordinator]"
    assert "https://www.leicsseips.org/about_us" in unknown.get_content()


def test_the_draft_uses_an_address_that_a_school_has_entered(edition: Edition) -> None:
    """Once an address is in the data, it stands in the message."""
    contacts = tuple(
        replace(contact, email="office@example.org") if contact.role == "co-ordinator" else contact
        for contact in edition.data.contacts
    )
    told = replace(edition, data=replace(edition.data, contacts=contacts))
    message = mail(packed(told, PANEL)["email.eml"])
    assert message["To"].addresses[0].addr_spec == "office@example.org"
    assert "no e-mail address" not in message.get_content()


def test_the_draft_is_unsent_and_from_nobody(edition: Edition) -> None:
    """A mail program opens it to be edited, and fills in who sends it and when."""
    message = mail(packed(edition, PANEL)["email.eml"])
    assert (message["X-Unsent"], message["From"], message["Date"]) == ("1", None, None)
    assert message["Subject"] == "A question from [school]: Refer to the partnership's panel"
    assert packed(edition, PANEL)["email.eml"].count(b"\n") == packed(edition, PANEL)["email.eml"].count(b"\r\n")


def test_the_draft_says_what_the_school_has_and_what_it_lacks(edition: Edition) -> None:
    """Each piece of evidence as had, as still to get, or as left to the school to say."""
    text = body(packed(edition, PANEL)["email.eml"])
    assert "\n- Still to get: Own SEN money" in text
    assert "\n- [have / still to get] The partnerships' one standard referral form" in text
    assert "\n- Have: Advice sought" in body(packed(edition, READY_FOR_SENA)["email.eml"])


def test_the_draft_asks_what_the_data_say_to_ask(edition: Edition, data: Dataset) -> None:
    """The question to put where the note is silent, else whether the step is right; the cost where there is one."""
    excluded = next(pathway for pathway in data.pathways if pathway.id == "already-excluded")
    assert f"\n- {excluded.question_to_put}\n" in body(packed(edition, EXCLUDED)["email.eml"])
    assert "Is this the right step" in body(packed(edition, PANEL)["email.eml"])
    assert "What will it cost" in body(packed(edition, PANEL)["email.eml"])
    assert "What will it cost" not in body(packed(edition, READY_FOR_SENA)["email.eml"])


def test_the_draft_asks_for_no_pupil_by_name(edition: Edition) -> None:
    """Where the school writes there are square brackets, and they ask for no name."""
    text = body(packed(edition, PANEL)["email.eml"])
    asked = re.findall(r"\[[^\]]+\]", text)
    assert {"[school]", "[a number, not a name]", "[your name and role]"} <= set(asked)
    assert "Leave out the child's name, date of birth and pupil number." in text


# The dates


def test_a_review_is_set_and_a_check_where_the_school_pays(edition: Edition) -> None:
    """Half a term on there is a review; where a pathway carries costs, half-way there a check."""
    check, review = events(packed(edition, PANEL)["review.ics"])
    assert (check.decoded("DTSTART"), review.decoded("DTSTART")) == (date(2026, 12, 15), date(2027, 1, 5))
    assert [str(one["SUMMARY"]).partition(":")[0] for one in (check, review)] == ["Check how it goes", "Review"]
    (alone,) = events(packed(edition, READY_FOR_SENA)["review.ics"])
    assert str(alone["SUMMARY"]) == "Review: Ask SENA for a formal assessment"


def test_dates_are_whole_days_with_marks_of_their_own(edition: Edition) -> None:
    """All day, known apart, the same when made again, and stamped with the day the pack was made for."""
    first, again = (events(packed(edition, PANEL)["review.ics"]) for _ in range(2))
    assert [one["UID"] for one in first] == [one["UID"] for one in again]
    assert len({str(one["UID"]) for one in first}) == 2
    for one in first:
        assert one.decoded("DTEND") - one.decoded("DTSTART") == timedelta(days=1)
        assert one.decoded("DTSTAMP").date() == TODAY


def test_a_calendar_reminds_of_a_date(edition: Edition) -> None:
    """In the morning of its day, in the words of the date."""
    for one in events(packed(edition, PANEL)["review.ics"]):
        (alarm,) = one.walk("VALARM")
        assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", timedelta(hours=9))
        assert alarm["DESCRIPTION"] == one["SUMMARY"]


def test_a_card_under_a_working_name_says_where_to_confirm_it(edition: Edition) -> None:
    """It outlives the result, and nobody has confirmed that the partnership is called so."""
    notes = {str(one.fn.value): str(one.note.value) for one in cards(packed(edition, PANEL)["contacts.vcf"])}
    assert "Melton is a working name." in notes["Partnership co-ordinator"]
    assert notes["Partnership co-ordinator"].endswith("Confirm it: https://www.leicsseips.org/about_us")
    assert "working name" not in notes["First Response, if a child is at risk of harm today"]


def test_an_email_says_which_guidance_it_goes_by(edition: Edition) -> None:
    """The note with its month, and the paragraph, so that whoever is asked can look there."""
    assert "From the note of November 2020 (access-3), we think the right step is" in body(
        packed(edition, PANEL)["email.eml"]
    )


def test_no_date_falls_on_a_weekend(edition: Edition) -> None:
    """A Saturday or a Sunday becomes the Monday after it."""
    for ahead in range(14):
        for one in events(packed(edition, PANEL, TODAY + timedelta(days=ahead))["review.ics"]):
            assert one.decoded("DTSTART").weekday() < 5


def test_a_dataset_without_a_review_sets_no_date(edition: Edition) -> None:
    """How long to wait is for the data to say; where they do not, there is no calendar."""
    silent = replace(edition, data=replace(edition.data, about=replace(edition.data.about, review_days=0)))
    assert "review.ics" not in packed(silent, PANEL)


def test_the_end_of_time_is_said_in_words(edition: Edition) -> None:
    """A day too late for any calendar is an error, not a crash."""
    with pytest.raises(SeipsError, match="too late a day"):
        packed(edition, PANEL, date.max)


def test_lines_are_folded_between_letters() -> None:
    """No line is longer than 75 bytes, and no letter is cut in two."""
    text = "é€😀," * 60
    content = calendar([Event("key", TODAY, text, text)], TODAY)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert all(line.decode() for line in content.split(b"\r\n") if line)
    assert str(events(content)[0]["DESCRIPTION"]) == text


# The contacts


def test_each_contact_is_a_card_under_the_name_of_its_role(edition: Edition) -> None:
    """Role, organisation, how to reach it, and from what source and day that is."""
    (co_ordinator, first_response) = cards(packed(edition, PANEL)["contacts.vcf"])
    assert co_ordinator.fn.value == "Partnership co-ordinator"
    assert co_ordinator.org.value == ["Melton partnership"]
    assert "Melton partnership (working name)" in co_ordinator.note.value
    assert co_ordinator.url.value == "https://www.leicsseips.org/about_us"
    assert not hasattr(co_ordinator, "email")
    assert first_response.tel.value == "0116 305 0005"
    assert "checked 24 November 2026" in first_response.note.value
    (sena, *_) = cards(packed(edition, READY_FOR_SENA)["contacts.vcf"])
    assert sena.email.value == "senaservice@leics.gov.uk"


# The page


def test_the_page_runs_nothing_loads_nothing_and_says_so(edition: Edition) -> None:
    """No script, no source, one style that the policy allows by its fingerprint."""
    page = Page.of(packed(edition, PANEL)["summary.html"].decode())
    fingerprint = b64encode(sha256(page.style.encode()).digest()).decode()
    (policy,) = [value for value in page.values("content") if "default-src" in value]
    assert policy == f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"
    assert not set(page.tags) & {"script", "img", "link", "iframe", "form", "object"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")]
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_the_page_is_built_of_headings_lists_and_links(edition: Edition) -> None:
    """British English, one first heading, real lists, and numbers and addresses that can be used."""
    text = packed(edition, PANEL)["summary.html"].decode()
    page = Page.of(text)
    assert page.values("lang") == ["en-GB"]
    assert page.tags.count("h1") == 1
    assert "h2" in page.tags
    assert {"ol", "ul", "li"} <= set(page.tags)
    assert "tel:01163050005" in page.values("href")
    assert "mailto:senaservice@leics.gov.uk" in Page.of(
        packed(edition, READY_FOR_SENA)["summary.html"].decode()
    ).values("href")
    assert all(link.startswith(("https://", "mailto:", "tel:")) for link in page.values("href"))


def test_the_page_shows_every_word_of_the_result(edition: Edition) -> None:
    """Nothing that the other forms say is left out of the page."""
    result = decide(edition.data, PANEL)
    shown = Page.of(packed(edition, PANEL)["summary.html"].decode()).text
    for section in sections(result, edition, TODAY):
        assert section.heading in shown
        assert all(" ".join(part.split()) in shown for line in section.lines for part in line.split("\n"))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Ring 0116 305 0005, or 999.", ["tel:01163050005"]),
        ("Ring +44 116 305 0005.", ["tel:+441163050005"]),
        ("Of 2018/19, 24 November 2026 and E07000129; 10,000 of 2020-11.", []),
        ("See https://example.org/a?c=d&e=f, a@b.org.", ["https://example.org/a?c=d&e=f", "mailto:a@b.org"]),
        ("http://example.org javascript:alert(1) ftp://example.org", []),
        ('https://example.org/"onmouseover="x', ["https://example.org/"]),
    ],
)
def test_only_what_can_be_used_is_a_link(text: str, links: list[str]) -> None:
    """Numbers are dialled, addresses written to, safe links opened; years and codes are none of these."""
    page = Page.of(as_html([Section("Heading", (text,))], "Title"))
    assert page.values("href") == links
    assert page.text.endswith(text)


# Text that means harm


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("answers", [PANEL, EXCLUDED])
def test_hostile_text_is_shown_as_text(edition: Edition, answers: dict[str, str], nasty: str) -> None:
    """Whatever stands in a dataset, no file obeys it: each reads back with the same parts and the text as it is."""
    safe, made = packed(edition, answers), packed(hostile(edition, nasty), answers)
    said = one_line(nasty)
    page, usual = (Page.of(one["summary.html"].decode()) for one in (made, safe))
    assert set(page.tags) <= {*usual.tags, "strong", "br"}
    assert said in page.text
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")]
    message = mail(made["email.eml"])
    assert list(message.keys()) == list(mail(safe["email.eml"]).keys())
    assert one_line(message["Subject"]) == one_line(f"{mail(safe['email.eml'])['Subject']} {nasty}")[:200].strip()
    assert said in one_line(message.get_content())
    assert len(events(made["review.ics"])) == len(events(safe["review.ics"]))
    assert [name for name, _ in Calendar.from_ical(made["review.ics"]).property_items()] == [
        name for name, _ in Calendar.from_ical(safe["review.ics"]).property_items()
    ]
    for card, before in zip(cards(made["contacts.vcf"]), cards(safe["contacts.vcf"]), strict=True):
        assert card.contents.keys() == before.contents.keys()
        assert said in one_line(card.note.value)
    for content in made.values():
        assert not [char for char in content.decode() if char not in "\r\n" and plain(char) != char]


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_text_is_text_in_markdown_too(edition: Edition, nasty: str) -> None:
    """A reader of Markdown that passes HTML through finds none, and no link, code or heading that is not ours."""
    made = packed(hostile(edition, nasty), PANEL)["summary.md"].decode()
    tokens = MarkdownIt("commonmark").parse(made)
    inside = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inside)}
    assert not kinds & {"html_block", "html_inline", "link_open", "code_inline", "code_block", "fence", "hr", "em_open"}
    result = decide(edition.data, PANEL)
    assert sum(token.type == "heading_open" for token in tokens) == len(list(sections(result, edition, TODAY)))
    shown = " ".join(
        "".join(child.content if child.type == "text" else "\n" for child in token.children or ()) for token in tokens
    )
    assert one_line(nasty) in one_line(shown)


def test_markdown_keeps_links_whole() -> None:
    """What can be opened or written to can be copied as it stands."""
    text = as_markdown([Section("Heading", ("See https://example.org/about_us or a_b@example.org",))])
    assert text.endswith("See https://example.org/about_us or a_b@example.org\n")


# Written whole or not at all


def test_the_command_writes_a_pack_that_leads_to_itself(seips: Run, tmp_path: Path) -> None:
    """The result is printed as ever, the files are named on stderr, and the answers in them give the same pack."""
    pack, again = tmp_path / "pack", tmp_path / "again"
    done = seips("route", *options(PANEL), "--as-of", "2026-11-24", "--pack", str(pack))
    assert done.exit_code == 0
    assert done.stdout.startswith("Refer to the partnership's panel\n")
    assert f"The pack is in `{pack}`: {', '.join(NAMES)}" in done.stderr
    seips("route", "--answers", str(pack / "answers.yaml"), "--as-of", "2026-11-24", "--pack", str(again))
    first, second = ({one.name: one.read_bytes() for one in folder.iterdir()} for folder in (pack, again))
    # Two children with the same answers on one day have two dates in a calendar, so those alone are told apart.
    dates, others = first.pop("review.ics"), second.pop("review.ics")
    assert dates != others
    assert first == second
    assert sorted(one.name for one in tmp_path.iterdir()) == ["again", "pack"]


def test_a_folder_that_exists_is_refused_before_anything_is_asked(seips: Run, tmp_path: Path) -> None:
    """Nobody answers ten questions to learn that the folder is taken."""
    (tmp_path / "pack").mkdir()
    done = seips("route", "--pack", str(tmp_path / "pack"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "exists already" in done.stderr
    assert "--force" in done.stderr
    assert list((tmp_path / "pack").iterdir()) == []


def test_force_replaces_a_pack_and_nothing_else(seips: Run, tmp_path: Path) -> None:
    """An old pack goes whole; a folder with anything else in it stays as it is."""
    pack = tmp_path / "pack"
    pack.mkdir()
    again = ("route", *options(PANEL), "--pack", str(pack), "--force")
    assert seips(*again).exit_code == 0
    (pack / "summary.md").write_text("old")
    assert seips(*again).exit_code == 0
    assert (pack / "summary.md").read_text(encoding="utf-8").startswith("# Refer")
    (pack / "thesis.docx").write_text("years of work")
    before = {one.name: one.read_bytes() for one in pack.iterdir()}
    done = seips(*again)
    assert done.exit_code == 2
    assert "thesis.docx" in done.stderr
    assert {one.name: one.read_bytes() for one in pack.iterdir()} == before
    assert [one.name for one in tmp_path.iterdir()] == ["pack"]


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_files_links_and_missing_folders_are_refused(seips: Run, tmp_path: Path, force: list[str]) -> None:
    """Each with its own words, and with nothing changed."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    found = {"file": "is a file", "link": "is a link", "nowhere": "is a link", "a/b": "there is no folder"}
    found |= {"file/pack": "there is no folder", "pack-" * 60: "cannot write"}
    for name, words in found.items():
        done = seips("route", *options(PANEL), "--pack", str(tmp_path / name), *force)
        assert (done.exit_code, done.stdout) == (2, ""), name
        assert words in done.stderr, name
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "link", "nowhere", "real"]
    assert (tmp_path / "file").read_text() == "mine"
    assert list((tmp_path / "real").iterdir()) == []


@pytest.mark.parametrize("where", [".", "..", "/"])
def test_the_folder_one_stands_in_is_never_replaced(
    seips: Run, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it is spelt, a folder with anything else in it is not a pack."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "mine.txt").write_text("mine")
    monkeypatch.chdir(inside)
    done = seips("route", *options(PANEL), "--pack", where, "--force")
    assert done.exit_code == 2
    assert (inside / "mine.txt").read_text() == "mine"


def full(*_: object) -> None:
    """A disk with no room left."""
    raise OSError(28, "No space left on device")


#: A pack that always holds one file, and may hold another.
OWN = {"summary.md": True, "email.eml": False}


@pytest.mark.parametrize("failing", ["write_bytes", "mkdir", "rename"])
def test_what_fails_half_way_leaves_everything_as_it_was(
    tmp_path: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No new folder, no half of one, and the old pack whole."""
    made = {"summary.md": b"new", "email.eml": b"new"}
    write({"summary.md": b"old"}, tmp_path / "pack", own=OWN, force=False)
    for name in ("pack", "other"):
        with monkeypatch.context() as broken:
            broken.setattr(Path, failing, full)
            with pytest.raises(SeipsError, match="no space left"):
                write(made, tmp_path / name, own=OWN, force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["pack"]
    assert [(one.name, one.read_bytes()) for one in (tmp_path / "pack").iterdir()] == [("summary.md", b"old")]


def test_the_old_pack_comes_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between the two renames loses nothing."""
    pack, rename, calls = tmp_path / "pack", Path.rename, []
    write({"summary.md": b"old"}, pack, own=OWN, force=False)

    def second_fails(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            full()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(SeipsError, match="no space left"):
        write({"summary.md": b"new"}, pack, own=OWN, force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["pack"]
    assert (pack / "summary.md").read_bytes() == b"old"


def test_a_folder_of_ones_own_is_no_pack(seips: Run, tmp_path: Path) -> None:
    """Some file called as one in a pack may be somebody's work, and stays."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "summary.md").write_text("my own summary")
    done = seips("route", *options(PANEL), "--pack", str(mine), "--force")
    assert (done.exit_code, (mine / "summary.md").read_text()) == (2, "my own summary")
    assert "is no pack: summary.html is not in it" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
def test_a_pipe_that_closes_takes_no_file_away(tmp_path: Path) -> None:
    """Whoever reads no further than the first line of the result has asked for the files all the same."""
    asked = " ".join(options(PANEL))
    command = f"{sys.executable} -m seips_cli route {asked} --pack pack --save-answers a.yaml | true"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.yaml", "pack"]
    assert "Traceback" not in done.stderr


def test_a_result_is_shown_whatever_becomes_of_its_files(
    seips: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers given to eleven questions are not lost to a full disk."""
    monkeypatch.setattr(Path, "write_bytes", full)
    done = seips("route", *options(PANEL), "--pack", str(tmp_path / "pack"))
    assert done.exit_code == 2
    assert done.stdout.startswith("Refer")
    assert "no space left" in done.stderr


LIKE_ADDRESSES = st.from_regex(r"[!-~é]{1,2}[\w.+-]{0,9}@([\w-]{1,9}\.){1,3}[A-Za-z]{2,9}", fullmatch=True)


@given(address=LIKE_ADDRESSES.filter(EMAIL.fullmatch))
def test_every_address_that_is_taken_is_the_one_written_to(edition: Edition, address: str) -> None:
    """The draft has it as it was entered, a mail program reads just that one, and the page links it whole."""
    data = edition.data
    written = replace(data, contacts=tuple(replace(one, email=address) for one in data.contacts))
    draft = mail(email(decide(written, PANEL), written, TODAY))
    assert [one.addr_spec for one in draft["To"].addresses] == [address]
    assert [to for _, to in spans(f"E-mail: {address}") if to] == [f"mailto:{address}"]


@pytest.mark.parametrize(("today", "old"), [(TODAY, False), (date(2028, 1, 1), True)])
def test_a_draft_says_when_its_address_was_checked(edition: Edition, today: date, old: bool) -> None:
    """Whoever sends it sees how old the address is, in the lines that are taken out before sending."""
    text = body(packed(edition, READY_FOR_SENA, today)["email.eml"])
    bracketed = text[text.index("[Before you send") : text.index("]")]
    assert "take these lines out" in bracketed
    assert re.search(r"\nThe address in this draft\. From: .+; checked .+ 2026", bracketed)
    assert ("a year ago or more: make sure before you use it" in bracketed) == old


# Plain words


def test_the_new_words_are_plain(edition: Edition, journeys: list[tuple[dict[str, str], Outcome]]) -> None:
    """The draft and the reminders ask for no more than grade 9."""
    for answers, _ in journeys[::40]:
        made = packed(edition, answers)
        text = re.sub(r"\S*(://|@)\S*|[\[\]]", "", body(made["email.eml"]))
        sentences = " ".join(line.strip(" -.") + "." for line in text.splitlines() if line.strip(" -."))
        assert grade(sentences) <= HARDEST, answers
        for one in events(made["review.ics"]):
            assert grade(str(one["DESCRIPTION"]).replace("\n", " ")) <= HARDEST


def test_a_review_period_is_a_number_of_days_that_makes_sense(data: Dataset) -> None:
    """Neither the past nor years ahead."""
    from seips_cli.references import faults

    for days in (-1, 367):
        wrong = replace(data, about=replace(data.about, review_days=days))
        assert ("about", "review_days") in [path for path, _ in faults(wrong)]


@pytest.mark.parametrize("was_there", [True, False])
@pytest.mark.parametrize("is_done", [True, False])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_pack_that_is_stopped_is_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, was_there: bool, is_done: bool, nth: int
) -> None:
    """Ctrl-C just before or just after a folder is renamed loses no pack, and what is there is what is said."""
    pack, own, rename, left = tmp_path / "pack", {"a.txt": True}, Path.rename, [nth]
    if was_there:
        write({"a.txt": b"old"}, pack, own=own, force=False)

    def stopped(beside: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] or is_done:
            rename(beside, target)
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", stopped)
    DONE.clear()
    with pytest.raises(KeyboardInterrupt) if nth == 1 or was_there else nullcontext():
        write({"a.txt": b"new"}, pack, own=own, force=was_there)
    found = (pack / "a.txt").read_bytes() if pack.exists() else b""
    assert [one.name for one in tmp_path.iterdir()] == (["pack"] if found else [])
    assert found == (b"new" if DONE else b"old" if was_there else b"")
    assert bool(DONE) == (is_done if nth == (2 if was_there else 1) else not was_there)


def test_a_draft_goes_to_an_address_that_is_known(edition: Edition) -> None:
    """Where only a telephone number was entered locally, the published address of the same role is still written to."""
    overlay = Overlay((LocalContact("sena", date(2026, 11, 20), phone="0116 305 0001"),))
    told = replace(edition, data=laid_over(edition.data, overlay))
    assert next(one.status for one in decide(told.data, READY_FOR_SENA).contacts if one.role == "sena") == "local"
    draft = message_from_bytes(packed(told, READY_FOR_SENA)["email.eml"], policy=default)
    assert [address.addr_spec for address in draft["To"].addresses] == ["senaservice@leics.gov.uk"]
    assert "We know of no e-mail address" not in draft.get_content()
