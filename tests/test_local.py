"""What a school enters once: local details over the published ones, always shown as local, with their date."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from seips_cli.commands import local as local_command
from seips_cli.commands.common import day
from seips_cli.dataset import Dataset
from seips_cli.errors import SeipsError
from seips_cli.local.edit import taking_in, with_entry, without_entry
from seips_cli.local.overlay import LocalContact, LocalCost, LocalPartnership, Overlay, faults, laid_over
from seips_cli.local.reach import email_address, link, telephone
from seips_cli.references import faults as dangling

Run = Callable[..., Result]
ROOT = Path(__file__).parent.parent
MELTON = ("contacts", "set", "melton", "--role", "co-ordinator")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The local file that is in use, not there yet."""
    path = tmp_path / "settings" / "local.yaml"
    monkeypatch.setenv("SEIPS_LOCAL", str(path))
    return path


def set_melton(seips: Run) -> Result:
    """Enter the Melton co-ordinator's office."""
    return seips(*MELTON, "--email", "office@example.org", "--phone", "01163050000", "--checked", "2026-11-20")


def test_a_contact_is_entered_once_and_shown_everywhere(seips: Run, own: Path) -> None:
    """After one command every result has the address and number, as local, with the day it was checked."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    result = set_melton(seips)
    assert result.exit_code == 0
    assert "melton-co-ordinator, phone: nothing -> 0116 305 0000\n" in result.stdout
    for arguments in (["contacts", "-p", "melton"], ["route", "--answers", str(_case(own.parent))]):
        text = seips(*arguments).stdout
        assert "E-mail: office@example.org\n" in text
        assert "Telephone: 0116 305 0000\n" in text
        assert text.count("(Entered locally, checked 20 November 2026)") == 1


def _case(folder: Path) -> Path:
    """Answers that lead to the Melton co-ordinator."""
    answers = {
        "school": "city-secondary",
        "home": "county",
        "exclusion": "at-risk",
        "level": "none",
        "ehcp": "no",
        "sen-resources": "yes",
        "area": "melton",
    }
    file = folder / "answers.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    return file


def test_a_partnerships_local_name_is_shown_as_local_wherever_it_stands(seips: Run, own: Path) -> None:
    """The name of whom to contact may come from here while the rest is the guidance's; each says where from."""
    own.parent.mkdir()
    own.write_text("partnerships:\n  - {id: melton, name: Vale Hub, checked_on: 2026-11-21}\n", encoding="utf-8")
    cost = ("cost", "--from", "2025-04-01", "--to", "2025-04-30", "--premium", "none", "--average-pupil-cost", "6500")
    for command in (
        ("contacts", "-p", "melton"),
        ("route", "--answers", str(_case(own.parent))),
        (*cost, "-p", "melton"),
    ):
        lines = [line for line in seips(*command).stdout.split("\n") if "Vale Hub" in line]
        assert lines
        assert all("Vale Hub (entered locally, checked 21 November 2026)" in line for line in lines)
        contacts = json.loads(seips(*command, "--json").stdout)["contacts"]
        assert {one["organisation_local"] for one in contacts if one["organisation"] == "Vale Hub"} == {"2026-11-21"}
        assert {one["organisation_local"] for one in contacts if one["organisation"] != "Vale Hub"} <= {None}


def test_the_json_marks_local_lines(seips: Run, own: Path) -> None:
    """A script can tell what was entered locally, and that the answer rests on it."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    set_melton(seips)
    found = json.loads(seips("contacts", "-p", "melton", "--json").stdout)
    contact = next(one for one in found["contacts"] if one["id"] == "melton-co-ordinator")
    assert (contact["status"], contact["email"], contact["checked_on"]) == ("local", "office@example.org", "2026-11-20")
    assert found["dataset"]["local"] is True


def test_comments_and_the_rest_of_the_file_are_kept(seips: Run, own: Path) -> None:
    """Setting one line changes that line alone."""
    own.parent.mkdir()
    text = "# ours\ncontacts:\n- id: sena  # see letter\n  email: sena@example.org\n  checked_on: 2026-01-05\n"
    own.write_text(text, encoding="utf-8")
    set_melton(seips)
    assert own.read_text(encoding="utf-8").startswith(text)
    seips("contacts", "unset", "melton", "--role", "co-ordinator")
    assert own.read_text(encoding="utf-8") == text


def test_what_is_unset_is_as_published_again(seips: Run, own: Path) -> None:
    """Taking a line out brings back the page to look on."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    before = seips("contacts", "-p", "melton").stdout
    set_melton(seips)
    assert seips("contacts", "unset", "melton", "--role", "co-ordinator").exit_code == 0
    assert seips("contacts", "-p", "melton").stdout == before


def test_a_co_ordinator_sends_a_file_that_every_school_takes_in(seips: Run, own: Path, tmp_path: Path) -> None:
    """Export here, import there: the same contacts, and what changes is shown first-hand."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    set_melton(seips)
    sent = tmp_path / "sent.yaml"
    sent.write_text(seips("contacts", "export").stdout, encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text("", encoding="utf-8")
    result = seips("contacts", "import", str(sent), "--local", str(other))
    assert "melton-co-ordinator, email: nothing -> office@example.org\n" in result.stdout
    again = seips("contacts", "import", str(sent), "--local", str(other))
    assert again.stdout == "nothing changes\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "contacts:\n- id: nobody\n  email: a@example.org\n  checked_on: 2026-01-01\n",
            "no contact is called `nobody`",
        ),
        ("contacts:\n- id: sena\n  checked_on: 2026-01-01\n", "write an email, phone or url"),
        ("contacts:\n- id: sena\n  email: not one\n  checked_on: 2026-01-01\n", "is not an e-mail address"),
        ("contacts:\n- id: sena\n  pupil: Ada\n  checked_on: 2026-01-01\n", "this is not a key that is known here"),
        ("partnerships:\n- id: melton\n  areas: [blaby]\n  checked_on: 2026-01-01\n", "is served by"),
        ("contacts: [", "expected node content"),
    ],
)
def test_a_local_file_that_breaks_the_dataset_is_refused(seips: Run, own: Path, text: str, said: str) -> None:
    """It is named by file and line, nothing is answered, and the published data are used only when asked for."""
    own.parent.mkdir()
    own.write_text(text, encoding="utf-8")
    result = seips("contacts", "-p", "melton")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{own}:")
    assert said in result.stderr
    assert seips("contacts", "-p", "melton", "--local", "off").exit_code == 0


def test_of_two_contacts_in_one_role_the_second_is_reached_by_its_id(seips: Run, own: Path) -> None:
    """SENA is written to and rung by two entries of one role; the number is corrected under its own id."""
    assert seips("contacts", "set", "--role", "sena-telephone", "--phone", "0116 305 0001").exit_code == 0
    assert "- id: sena-telephone\n    phone: 0116 305 0001\n" in own.read_text(encoding="utf-8")
    assert seips("contacts", "set", "--role", "sena", "--email", "office@example.org").exit_code == 0
    assert "- id: sena\n    email: office@example.org\n" in own.read_text(encoding="utf-8")
    assert seips("contacts", "unset", "--role", "sena-telephone").exit_code == 0
    assert "sena-telephone" not in own.read_text(encoding="utf-8")


def test_a_real_name_takes_the_place_of_a_working_name(seips: Run, own: Path) -> None:
    """Once somebody knows what a partnership is called, it is called so, and no longer a working name."""
    own.parent.mkdir()
    own.write_text(
        "partnerships:\n- id: melton\n  name: Vale Partnership\n  checked_on: 2026-11-01\n", encoding="utf-8"
    )
    named = "Vale Partnership (entered locally, checked 1 November 2026)"
    each = seips("where", "-", stdin="melton\nleicester\n").stdout.splitlines()
    assert each[0].endswith(f" {named}.")
    assert "entered locally" not in each[1]
    text = seips("contacts", "-p", "melton").stdout
    assert text.startswith(f"{named}\n")
    assert f"Partnership co-ordinator: {named}\n" in text
    assert f"Partnership: {named}\n" in seips("where", "melton").stdout
    assert f"Partnership co-ordinator: {named}\n" in seips("route", "--answers", str(_case(own.parent))).stdout


@pytest.mark.parametrize("command", ["route", "contacts"])
@pytest.mark.parametrize("name_checked", ["2026-11-20", "2026-11-01"])
def test_of_a_contact_it_is_said_once_that_it_is_local(
    seips: Run, own: Path, tmp_path: Path, command: str, name_checked: str
) -> None:
    """One day is said once of a name and a number together; two days are both said, each of its own."""
    own.parent.mkdir()
    own.write_text(
        f"partnerships:\n- id: melton\n  name: Vale Partnership\n  checked_on: {name_checked}\n", encoding="utf-8"
    )
    assert set_melton(seips).exit_code == 0
    asked = ("--answers", str(_case(tmp_path))) if command == "route" else ("-p", "melton")
    text = seips(command, *asked).stdout
    contact = text[text.index("Partnership co-ordinator:") :].split("\n- ")[0].split("\n\n")[0]
    days = ["20 November 2026"] if name_checked == "2026-11-20" else ["1 November 2026", "20 November 2026"]
    assert re.findall(r"entered locally, checked (.*?)\)", contact, re.IGNORECASE) == days


def test_where_only_the_areas_are_known_the_name_is_still_a_working_name(seips: Run, own: Path) -> None:
    """Somebody's word for the areas says nothing of the name; both are said, with the day."""
    own.parent.mkdir()
    own.write_text("partnerships:\n- id: melton\n  areas: [melton]\n  checked_on: 2026-11-01\n", encoding="utf-8")
    text = seips("contacts", "-p", "melton").stdout
    assert text.splitlines()[0].endswith(" (working name; areas entered locally, checked 1 November 2026)")
    assert "Working names: " in text


def test_an_entry_has_one_day(seips: Run, own: Path) -> None:
    """An address of today beside a number of three years ago: one of them would look as it is not, so it is asked."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    assert seips(*MELTON, "--phone", "0116 305 0000", "--checked", "2023-01-01").exit_code == 0
    before = own.read_text(encoding="utf-8")
    for then in ("2026-11-20", "2022-01-01"):
        result = seips(*MELTON, "--email", "office@example.org", "--checked", then)
        assert (result.exit_code, own.read_text(encoding="utf-8")) == (2, before)
        told = "error: the entry also has `phone`, last checked on 2023-01-01, and an entry has one day\n"
        assert result.stderr.startswith(f'{told}hint: if it still holds, add --phone "0116 305 0000"; if not, ')
    assert set_melton(seips).exit_code == 0
    assert "checked 20 November 2026" in seips("contacts", "-p", "melton").stdout


def test_an_entry_that_was_checked_later_takes_the_place_of_the_other_whole(
    seips: Run, own: Path, tmp_path: Path
) -> None:
    """Our older number would look as fresh as their address, so it goes, and that is shown."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    seips(*MELTON, "--phone", "0116 305 0000", "--checked", "2023-01-01")
    sent = tmp_path / "sent.yaml"
    entry = "contacts:\n- id: melton-co-ordinator\n  email: {}@example.org\n  checked_on: {}\n"
    for email, then, comes in (("a", "2026-11-01", True), ("older", "2026-03-01", False), ("b", "2026-11-02", True)):
        sent.write_text(entry.format(email, then), encoding="utf-8")
        assert (f"-> {email}@example.org" in seips("contacts", "import", str(sent)).stdout) == comes
    text = seips("contacts", "-p", "melton").stdout
    assert "b@example.org" in text
    assert "checked 2 November 2026" in text
    assert "0116 305 0000" not in text


def test_what_an_import_takes_away_is_shown(seips: Run, own: Path, tmp_path: Path) -> None:
    """Nobody loses a number without seeing it."""
    own.parent.mkdir()
    own.write_text(SENT.format("phone: 0116 305 0000").replace("2026", "2025"), encoding="utf-8")
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format("email: office@example.org"), encoding="utf-8")
    assert "melton-co-ordinator, phone: 0116 305 0000 -> nothing\n" in seips("contacts", "import", str(sent)).stdout


@pytest.mark.parametrize(
    ("typed", "written"),
    [("01163050000", "0116 305 0000"), ("+44 116 305 0000", "0116 305 0000"), ("(0116) 305-0000", "0116 305 0000")],
)
def test_british_numbers_are_written_as_spoken(typed: str, written: str) -> None:
    """However a number is typed, it is kept in one way."""
    assert telephone(typed) == written


@pytest.mark.parametrize("typed", ["", "123", "0116 305", "+1 212 555 0100", "ring us", "0" * 200])
def test_what_is_no_british_number_is_refused(typed: str) -> None:
    """A number that cannot be dialled is not kept."""
    with pytest.raises(SeipsError):
        telephone(typed)


NO_ADDRESSES = (
    *("a b@c", "a..b@x.org", "a@x..org", ".a@x.org", "a.@x.org", "a;b@x.org", "a,b@x.org", "a(b)@x.org", "a@x.o-g"),
    *("ä@x.org", "x@münchen.de", "a@-x.org", "a@x-.org", '"a"@x.org', "a@[1.2.3.4]", "a@b@x.org", f"{'a' * 65}@x.org"),
)
NO_LINKS = (
    *("http://a.org", "javascript:x", "https://", "https:///x", "https://x/y", "https://a b.org", "https://a.org/b c"),
    *('https://a.org"><script>', "https://a.org/'x'", "https://a.org/<b>", "https://me@a.org", "https://.org"),
)


@pytest.mark.parametrize(
    ("key", "check", "typed"),
    [*(("email", email_address, one) for one in NO_ADDRESSES), *(("url", link, one) for one in NO_LINKS)],
)
def test_addresses_and_links_are_made_sure_of(
    data: Dataset, key: str, check: Callable[[Dataset, str], str], typed: str
) -> None:
    """What cannot be written to or opened safely is refused where it is entered, in a local file and in a dataset."""
    with pytest.raises(SeipsError):
        check(data, typed)
    given: dict[str, Any] = {key: typed}
    written = LocalContact(data.contacts[0].id, data.about.checked_on, **given)
    assert [path for path, _ in faults(data, Overlay((written,)), written.checked_on)] == [("contacts", 0, key)]
    wrong = replace(data, contacts=(replace(data.contacts[0], **given), *data.contacts[1:]))
    assert ("contacts", 0, key) in [path for path, _ in dangling(wrong)]


@pytest.mark.parametrize("typed", ["https://a.org", "https://a.org/b/c?d=e&f=(g)#h", "https://a-b.co.uk:8443/x%20y"])
def test_a_link_that_opens_is_kept_as_it_is(data: Dataset, typed: str) -> None:
    """Nothing in it is put right or taken off."""
    assert link(data, f" {typed} ") == typed


def test_a_link_begins_in_small_letters(data: Dataset) -> None:
    """Its scheme and its site are the same in any case; what comes after is not."""
    assert link(data, "HTTPS://WWW.Example.org/Page?A=b") == "https://www.example.org/Page?A=b"


@pytest.mark.parametrize("typed", ["070 1234 5678", "076 0012 3456", "0909 879 0000"])
def test_no_office_is_reached_so(typed: str) -> None:
    """By a number that follows a person, a pager, or one that pays whoever is rung."""
    with pytest.raises(SeipsError, match="a person's own number, a pager"):
        telephone(typed)


@pytest.mark.parametrize("typed", ["Melton Learning Partnership", "melton learning", "MELTON-LEARNING PARTNERSHIP"])
def test_a_partnership_is_found_by_its_own_name(seips: Run, own: Path, typed: str) -> None:
    """With the word Partnership at its end or without it, as with a working name."""
    own.parent.mkdir()
    entry = "partnerships:\n- id: melton\n  name: Melton Learning Partnership\n  checked_on: 2026-11-01\n"
    own.write_text(entry, encoding="utf-8")
    result = seips("contacts", "-p", typed)
    assert (result.exit_code, result.stdout.splitlines()[0][:27]) == (0, "Melton Learning Partnership")


def test_what_is_due_to_be_checked_is_listed(seips: Run, data: Dataset) -> None:
    """A year on, every contact is due, and each says so in words; today none is."""
    assert "Telephone" not in seips("contacts", "--stale", "--as-of", "2026-11-24").stdout
    text = seips("contacts", "--stale", "--as-of", "2027-11-24").stdout
    assert text.count("a year ago or more: make sure before you use it") == len(data.contacts) - 1
    assert seips("check", "--fail-stale", "--as-of", "2027-11-24").exit_code == 3
    failed = seips("check", "--fail-stale", "--as-of", "2027-11-24", "--json")
    assert (failed.exit_code, json.loads(failed.stdout)["ok"]) == (3, False)
    assert seips("check", "--fail-stale", "--as-of", "2026-11-24").exit_code == 0


def test_an_old_contact_says_so_in_a_result(seips: Run, tmp_path: Path) -> None:
    """A result of today and the same a year on differ in just that."""
    case = str(_case(tmp_path))
    then = seips("route", "--answers", case, "--as-of", "2026-11-24").stdout
    later = seips("route", "--answers", case, "--as-of", "2028-01-01").stdout
    assert "a year ago or more" not in then
    assert later.replace(", a year ago or more: make sure before you use it", "") == then
    assert json.loads(seips("route", "--answers", case, "--as-of", "2028-01-01", "--json").stdout)["contacts"][0][
        "stale"
    ]


SENT = "contacts:\n  - id: melton-co-ordinator\n    {}\n    checked_on: 2026-11-03\n"


@pytest.mark.parametrize(
    "line",
    [
        "email: jordan.A123456789012@example.org",
        "email: jordan.20110504@example.org",
        "email: 4may2011@example.org",
        "email: a_2011_05_04@example.org",
        "email: jordan@2011.05.04.example.org",
        *(f"email: {name}@example.org" for name in ("a-2011-5-3", "js-03052011", "dob20110503", "May-3-2011")),
        *(
            f"email: {name}@example.org"
            for name in ("3rd-of-May-2011", "born3may2011", "A.123.456.789.012", "A1234-5678-9012-3")
        ),
        "url: https://example.org/?dob=3%2F5%2F2011",
        "url: https://example.org/?upn=%4112345678901%32",
        "url: https://example.org/a?upn=A123456789012",
        "url: https://example.org/dob-20110504/a",
        f"url: https://example.org/{'a' * 300}",
        "email: MAILTO:office@example.org",
        "phone: +1 212 555 0100",
        "phone: 000000000",
        "phone: 123456789012 04052",
        "phone: Jordan 0116 305 0000",
    ],
)
def test_what_is_sent_or_written_by_hand_is_held_to_the_same(seips: Run, own: Path, tmp_path: Path, line: str) -> None:
    """A pupil's number, a date in any form, or what reaches nobody gets in neither by a file nor by an editor."""
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format(line), encoding="utf-8")
    result = seips("contacts", "import", str(sent))
    assert (result.exit_code, own.exists()) == (3, False)
    assert result.stderr.startswith(f"{sent}:3: contact `melton-co-ordinator`, {line.partition(':')[0]}: ")
    assert seips("contacts", "-p", "melton", "--local", str(sent)).exit_code == 3
    key, _, typed = line.partition(": ")
    if "MAILTO" not in line:
        assert seips(*MELTON, f"--{key}", typed).exit_code == 2


def test_what_other_schools_would_refuse_is_not_sent(seips: Run, tmp_path: Path) -> None:
    """A file that was written by hand is looked at before it is exported."""
    mine = tmp_path / "mine.yaml"
    mine.write_text(SENT.format("email: A123456789012@example.org"), encoding="utf-8")
    result = seips("contacts", "export", "--local", str(mine))
    assert (result.exit_code, result.stdout) == (3, "")


@pytest.mark.parametrize("typed", ["(0116) 305-0000", "01163050000", "+44 116 305 0000", "0116.305.0000"])
def test_a_number_by_hand_may_be_written_anyhow(seips: Run, own: Path, typed: str) -> None:
    """It is shown as it is spoken."""
    own.parent.mkdir()
    own.write_text(SENT.format(f'phone: "{typed}"'), encoding="utf-8")
    assert "Telephone: 0116 305 0000\n" in seips("contacts", "-p", "melton").stdout


def test_a_number_that_is_sent_is_written_as_it_is_spoken(seips: Run, own: Path, tmp_path: Path) -> None:
    """So it reads the same in every file, and no program takes it for a sum."""
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format('phone: "01163050000"'), encoding="utf-8")
    assert seips("contacts", "import", str(sent)).exit_code == 0
    assert "    phone: 0116 305 0000\n" in own.read_text(encoding="utf-8")


def test_a_figure_that_is_sent_is_each_schools_own(seips: Run, own: Path, tmp_path: Path) -> None:
    """It is not taken over, and that is said."""
    sent = tmp_path / "sent.yaml"
    sent.write_text("average_pupil_cost:\n  amount: 6500.00\n  checked_on: 2026-11-03\n", encoding="utf-8")
    result = seips("contacts", "import", str(sent))
    assert (result.exit_code, result.stdout, own.exists()) == (0, "nothing changes\n", False)
    assert "average_pupil_cost is not taken over" in result.stderr


def test_two_partnerships_have_not_one_name(seips: Run, own: Path) -> None:
    """Nobody could tell which of them is asked for, under a name entered here or a working name."""
    entry = "  - id: {}\n    name: {}\n    checked_on: 2026-11-03\n"
    own.parent.mkdir()
    for text in (
        entry.format("melton", "Vale Hub") + entry.format("charnwood", "Vale hub Partnership"),
        entry.format("melton", "South Leicestershire Partnership"),
    ):
        own.write_text(f"partnerships:\n{text}", encoding="utf-8")
        result = seips("contacts", "-p", "melton")
        assert result.exit_code == 3
        assert "too" in result.stderr


LONG_AGO = (
    "partnerships:\n  - id: melton\n    name: Vale Hub\n    checked_on: 2024-04-01\n"
    "average_pupil_cost:\n  amount: 6500.00\n  checked_on: 2024-04-01\n"
)


def test_an_old_name_and_an_old_figure_are_due_too(seips: Run, seips_json: Any, own: Path) -> None:
    """Whatever was entered locally is listed once it is due, and nothing else is."""
    own.parent.mkdir()
    own.write_text(LONG_AGO, encoding="utf-8")
    text = seips("contacts", "--stale", "--as-of", "2026-11-24").stdout
    old = "checked 1 April 2024, a year ago or more: make sure before you use it"
    assert text.startswith(f"Vale Hub (entered locally, {old})\n")
    assert f"- Average pupil cost: £6,500.00 a year (entered locally, {old})\n" in text
    assert "Charnwood" not in text
    found = seips_json("contacts", "--stale", "--as-of", "2026-11-24")
    assert [(one["id"], one["stale"]) for one in found["partnerships"]] == [("melton", True)]
    figure = {"amount": "6500.00", "status": "local", "checked_on": "2024-04-01", "stale": True}
    assert found["average_pupil_cost"] == figure
    assert seips_json("contacts", "--stale", "--as-of", "2024-05-01")["average_pupil_cost"] is None


def test_an_old_name_says_so_wherever_it_stands(seips: Run, seips_json: Any, own: Path, tmp_path: Path) -> None:
    """As text and as JSON, of the answers to every command that names the partnership."""
    own.parent.mkdir()
    own.write_text(LONG_AGO, encoding="utf-8")
    case, day = str(_case(tmp_path)), ("--as-of", "2026-11-24")
    for command in (("route", "--answers", case), ("contacts", "-p", "melton"), ("where", "melton")):
        assert "Vale Hub (entered locally, checked 1 April 2024, a year ago or more" in seips(*command, *day).stdout
        found = seips_json(*command, *day)
        known = found["partnerships"][0] if "partnerships" in found else found["partnership"]
        assert (known["status"], known["source"]) == ("local", "Entered locally")
        assert (known["checked_on"], known["stale"]) == ("2024-04-01", True)


@pytest.mark.usefixtures("own")
def test_who_to_ask_of_a_cost_can_be_ones_own_co_ordinator(seips: Run, seips_json: Any) -> None:
    """Once the partnership is named, the address that the school entered stands there."""
    set_melton(seips)
    period = ("cost", "--from", "2025-04-01", "--to", "2026-03-31", "--premium", "none", "--average-pupil-cost", "6500")
    assert "office@example.org" not in seips(*period).stdout
    assert "E-mail: office@example.org" in seips(*period, "-p", "melton").stdout
    assert seips_json(*period, "-p", "Melton Mowbray")["contacts"][0]["email"] == "office@example.org"
    assert seips(*period, "-p", "nowhere").exit_code == 1


def test_a_day_before_the_data_were_checked_is_remarked_on(seips: Run) -> None:
    """What is known now may not have been known then."""
    told = "note: these data were checked on 2026-11-24; for what was known before, give those of then"
    assert told in seips("contacts", "-p", "melton", "--as-of", "2021-01-01").stderr
    assert told not in seips("contacts", "-p", "melton", "--as-of", "2026-11-24").stderr


def test_a_day_before_the_guidance_is_refused_and_not_repeated(seips: Run) -> None:
    """Nothing can be judged by it, and it may be somebody's date of birth."""
    for command in (("contacts", "-p", "melton"), ("check",), ("route", "-a", "school=other"), ("export", "table")):
        result = seips(*command, "--as-of", "2012-12-10")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "that day was before the note of 2020-11" in result.stderr
        assert "2012" not in result.stderr


NO_NAMES = (
    *("Melton, for Ada born 2012", "He was late. Partnership", "Partnership (for Ada)", "(SLIP)", "Melton 9 Hub"),
    *("2012-12-10", "A123456789012"),
    "the the the the the the the the the the the the Hub",
)
STRANGE = {
    "Oliver Smith excluded Group": "`Oliver` and `Smith` and `excluded`",
    "ada": "`ada`",
    "Ada Lovelace": "`Ada` and `Lovelace`",
    "Melton Ada-Lovelace Partnership": "`Ada` and `Lovelace`",
    "OLIVER Partnership": "`OLIVER`",
}
NAMES = (
    *("Melton & Rural Schools' Partnership", "South Leicestershire Inclusion Partnership (SLIP)", "Rutland SEIP"),
    *("Melton/Rutland Partnership", "North-West SEIP", "Charnwood Education Inclusion Partnerships"),
    *("Ashby-de-la-Zouch and Coalville Schools’ Hub", "Melton", "Melton, Charnwood and Rutland Partnership"),
)
#: What a partnership may be called, as only whoever knows it can say.
OF_ITS_OWN = ("Belvoir Partnership", "Soar Valley Partnership", "Beacon", "Five Counties Partnership", "SLIP")


def test_an_older_file_takes_nothing_newer_away(seips: Run, own: Path, tmp_path: Path) -> None:
    """What somebody sends is merged, but an address that this school checked later stays, and that is said."""
    set_melton(seips)
    before = own.read_text(encoding="utf-8")
    sent = tmp_path / "sent.yaml"
    entry = "contacts:\n  - id: {}\n    email: mail@example.org\n    checked_on: 2026-01-05\n"
    sent.write_text(entry.format("melton-co-ordinator"), encoding="utf-8")
    result = seips("contacts", "import", str(sent))
    assert (result.exit_code, result.stdout) == (0, "nothing changes\n")
    told = "melton-co-ordinator: yours was checked on 2026-11-20, theirs on 2026-01-05, so yours stays"
    assert told in result.stderr
    assert own.read_text(encoding="utf-8") == before
    sent.write_text(entry.format("sena"), encoding="utf-8")
    assert "sena, email: nothing -> mail@example.org" in seips("contacts", "import", str(sent)).stdout


def test_a_local_file_that_cannot_be_read_may_be_left_out(seips: Run, own: Path) -> None:
    """The way on without it is said, whatever is wrong with it."""
    own.parent.mkdir()
    own.write_text("contacts:\n  - id: [\n", encoding="utf-8")
    result = seips("contacts", "-p", "melton")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{own}:3: " in result.stderr
    assert "or add --local off" in result.stderr


def test_nothing_was_checked_before_the_guidance(seips: Run, own: Path) -> None:
    """Such a day would be a slip, or a day of somebody's life."""
    result = seips(*MELTON, "--email", "office@example.org", "--checked", "2012-12-10")
    assert (result.exit_code, own.exists()) == (2, False)
    assert "2012-12-10 was before the note of 2020-11" in result.stderr
    set_melton(seips)
    own.write_text(own.read_text(encoding="utf-8").replace("2026-11-20", "2012-12-10"), encoding="utf-8")
    result = seips("contacts", "-p", "melton")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "checked_on: write the day it was last checked, which was after the note of 2020-11" in result.stderr


@pytest.mark.parametrize("day", ["20261124", "2026-W48", "2026-W48-2", "24/11/2026", "2026-11-31"])
def test_a_day_is_written_in_one_way(seips: Run, day: str) -> None:
    """What is easily mistyped is refused, whatever else could be read from it."""
    result = seips("contacts", "-p", "melton", "--as-of", day)
    assert (result.exit_code, result.stderr) == (2, f"error: `{day}` is not a date\nhint: write it as YYYY-MM-DD\n")


@pytest.mark.parametrize("detail", NO_NAMES)
def test_a_partnership_has_a_name_and_not_a_remark(seips: Run, own: Path, detail: str) -> None:
    """The one name that a local file may hold has a few words, without digits, dots or commas."""
    assert "write what the partnership is called, in 12 words at most" in _named(seips, own, detail)


@pytest.mark.parametrize(("detail", "words"), STRANGE.items())
def test_a_partnership_is_not_called_like_a_pupil(seips: Run, own: Path, detail: str, words: str) -> None:
    """Its name may have no word but those which the dataset has for places and for bodies of schools."""
    assert f"name: {words} may be a pupil's name; if the partnership is called so, add" in _named(seips, own, detail)


@pytest.mark.parametrize("name", OF_ITS_OWN)
def test_a_partnership_is_called_as_it_is_by_who_says_that_it_is_no_pupils_name(
    seips: Run, own: Path, tmp_path: Path, name: str
) -> None:
    """Its real name may have any few words, once somebody who knows it says so; and who takes it in is told of them."""
    entry = f"partnerships:\n  - id: melton\n    name: {name}\n    checked_on: 2026-11-03\n"
    own.parent.mkdir()
    own.write_text(entry, encoding="utf-8")
    assert seips("contacts", "-p", "melton").exit_code == 3
    sent = tmp_path / "sent.yaml"
    sent.write_text(f"{entry}    no_pupil: true\n", encoding="utf-8")
    own.unlink()
    taken = seips("contacts", "import", str(sent))
    assert (taken.exit_code, "this names staff or a body; make sure that it does" in taken.stderr) == (0, True)
    assert seips("contacts", "-p", name).stdout.startswith(f"{name} (entered locally, checked 3 November 2026")
    for remark in ("Ada Hit Two Boys", "Ada Lovelace Excluded", "x" * 21):
        sent.write_text(f"{entry}    no_pupil: true\n".replace(name, remark), encoding="utf-8")
        assert seips("contacts", "import", str(sent)).exit_code == 3


@pytest.mark.parametrize("name", ["Melton Partnership (OLIVER)", "Melton Partnership (PM)"])
def test_letters_behind_a_name_are_its_own(seips: Run, own: Path, name: str) -> None:
    """What stands in brackets is made of the first letters of the words before it, in their order."""
    assert "does not stand for the words before it" in _named(seips, own, name)


def _named(seips: Run, own: Path, name: str) -> str:
    """What is said where a local file calls a partnership *name*, which it may not."""
    own.parent.mkdir()
    own.write_text(f"partnerships:\n  - id: melton\n    name: {name}\n    checked_on: 2026-11-03\n", encoding="utf-8")
    result = seips("contacts", "-p", "melton")
    assert (result.exit_code, result.stdout) == (3, "")
    return result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_partnership_is_called_what_it_is_called(seips: Run, own: Path, name: str) -> None:
    """Whatever stands in real names: two places, owners, points of the compass, and short letters behind."""
    own.parent.mkdir()
    entry = f'partnerships:\n  - id: melton\n    name: "{name}"\n    checked_on: 2026-11-03\n'
    own.write_text(entry, encoding="utf-8")
    assert seips("contacts", "-p", "melton").stdout.startswith(f"{name} (entered locally")


def test_a_partnership_is_found_by_its_letters_too(seips: Run, own: Path) -> None:
    """And by its name without them: nobody types both."""
    own.parent.mkdir()
    name = "Melton Inclusion Partnership (MIP)"
    own.write_text(f'partnerships:\n  - {{id: melton, name: "{name}", checked_on: 2026-11-03}}\n', encoding="utf-8")
    for typed in ("mip", "Melton inclusion partnership", name, "melton"):
        assert seips("contacts", "-p", typed).stdout.startswith(f"{name} (entered locally"), typed
    letters = '  - {id: charnwood, name: "Mid Inclusion Partnership (MIP)", checked_on: 2026-11-03}\n'
    own.write_text(own.read_text(encoding="utf-8") + letters, encoding="utf-8")
    assert "`MIP` is found as partnership `melton` too" in seips("contacts").stderr


def test_no_field_of_a_local_file_holds_running_text() -> None:
    """Besides names of the dataset, days, amounts and addresses in their strict forms, a partnership's name is all."""
    texts = {
        f"{kind.__name__}.{field.name}"
        for kind in (LocalContact, LocalPartnership, LocalCost)
        for field in fields(kind)
        if field.type is str and field.name != "id"
    }
    strict = {"LocalContact.email", "LocalContact.phone", "LocalContact.url", "LocalCost.amount"}
    assert texts == {*strict, "LocalPartnership.name"}


@pytest.mark.parametrize("typed", ["0116 305 0000 ext 5", "0116 305 0000 x5", "0116 305 0000;ext=5"])
def test_an_extension_is_refused_in_words(typed: str) -> None:
    """It could not be dialled from the page, and nothing is dropped in silence."""
    with pytest.raises(SeipsError, match="extension"):
        telephone(typed)


def test_what_was_checked_in_the_future_is_not_taken_in(seips: Run, own: Path, tmp_path: Path) -> None:
    """Somebody else's file is held to the same as what is typed."""
    file = tmp_path / "theirs.yaml"
    file.write_text("contacts:\n  - id: sena\n    email: a@b.org\n    checked_on: 2999-01-01\n", encoding="utf-8")
    result = seips("contacts", "import", str(file))
    assert (result.exit_code, own.exists()) == (3, False)
    assert f"{file}:4: contact `sena`, checked_on: 2999-01-01 is still to come" in result.stderr


def test_the_average_pupil_cost_is_entered_once(seips: Run, own: Path) -> None:
    """The figure that no one publishes comes from the local file, with the day it was checked; one typed wins."""
    own.parent.mkdir()
    own.write_text("average_pupil_cost:\n  amount: 6500.00\n  checked_on: 2026-11-03\n", encoding="utf-8")
    period = ("cost", "--from", "2025-04-01", "--to", "2026-03-31", "--premium", "none")
    text = seips(*period).stdout
    assert "£6,500.00" in text
    assert "3 November 2026" in text
    assert "£7,000.00" in seips(*period, "--average-pupil-cost", "7000").stdout


def test_what_is_published_stays_beside_what_is_local(seips: Run, own: Path) -> None:
    """A local address for SENA never takes the published number under its own name and date."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    assert seips("contacts", "set", "--role", "sena", "--email", "office@example.org").exit_code == 0
    found = {one["id"]: one for one in json.loads(seips("contacts", "--json").stdout)["contacts"]}
    assert (found["sena-local"]["email"], found["sena-local"]["status"]) == ("office@example.org", "local")
    assert (found["sena"]["email"], found["sena"]["status"]) == ("senaservice@leics.gov.uk", "stated")
    assert found["sena-telephone"]["source"] == "County Council's assessment page (archived)"


def test_a_day_that_is_still_to_come_is_refused(seips: Run, own: Path) -> None:
    """Nobody can have checked tomorrow."""
    result = seips(*MELTON, "--email", "office@example.org", "--checked", "2999-01-01")
    assert result.exit_code == 2
    assert not own.exists()


@pytest.mark.usefixtures("own")
def test_who_is_contacted_first_may_be_known_locally(seips: Run) -> None:
    """Where a partnership sends schools elsewhere first, what is entered for that stands before what is published."""
    seips("contacts", "set", "--role", "county-inclusion-team", "--email", "office@example.org")
    answers = "school=city-secondary home=county exclusion=at-risk level=psp2a ehcp=no sen-resources=yes"
    given = [word for one in f"{answers} area=north-west-leicestershire".split() for word in ("-a", one)]
    first, second = json.loads(seips("route", *given, "--json").stdout)["contacts"][:2]
    assert (first["email"], first["status"]) == ("office@example.org", "local")
    assert (second["id"], second["status"]) == ("county-inclusion-team", "published")


@pytest.mark.parametrize("value", [">- # keep me\n      a@example.org", "\n      # keep me\n      a@example.org"])
def test_a_remark_before_a_value_is_kept(seips: Run, own: Path, value: str) -> None:
    """However the value that it stands before is written."""
    own.parent.mkdir()
    own.write_text(SENT.format(f"email: {value}"), encoding="utf-8")
    assert seips(*MELTON, "--email", "b@example.org").exit_code == 0
    assert "email: b@example.org" in own.read_text(encoding="utf-8")
    assert "# keep me" in own.read_text(encoding="utf-8")


def test_what_a_shell_wrote_in_another_encoding_is_taken_in(seips: Run, own: Path, tmp_path: Path) -> None:
    """Windows PowerShell writes what is sent to a file as UTF-16; what is edited of it is UTF-8 from then on."""
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format("email: office@example.org"), encoding="utf-16", newline="\r\n")
    assert seips("contacts", "import", str(sent)).exit_code == 0
    assert "email: office@example.org" in own.read_text(encoding="utf-8")
    done = seips(*MELTON, "--email", "contact@example.org", "--local", str(sent))
    assert (done.exit_code, "contact@example.org" in sent.read_text(encoding="utf-8")) == (0, True)


def test_what_is_taken_in_stands_where_one_s_own_stood(seips: Run, own: Path, tmp_path: Path) -> None:
    """With the remarks around it; only the line goes of which theirs says nothing."""
    own.parent.mkdir()
    before = (
        "contacts:\n  # on Melton\n  - id: melton-co-ordinator  # why\n    email: a@example.org  # from a letter\n"
        "    phone: 0116 305 0001\n    checked_on: 2026-11-03\n  # on SENA\n  - id: sena\n    email: s@example.org\n"
        "    checked_on: 2026-11-03\n"
    )
    own.write_text(before, encoding="utf-8")
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format("email: b@example.org").replace("11-03", "11-10"), encoding="utf-8")
    assert seips("contacts", "import", str(sent)).exit_code == 0
    after = before.replace("a@", "b@").replace("    phone: 0116 305 0001\n", "").replace("11-03", "11-10", 1)
    assert own.read_text(encoding="utf-8") == after


def test_a_day_in_british_form_hides_nothing_else(seips: Run, own: Path) -> None:
    """What is wrong with the shape of a local file and what it says are told in one run, by their lines."""
    own.parent.mkdir()
    own.write_text(
        "contacts:\n  - id: melton-co-ordinator\n    email: not an address\n    checked_on: 20/11/2026\n"
        "  - id: nobody\n    phone: 12\n    checked_on: 2026-11-20\n",
        encoding="utf-8",
    )
    told = seips("contacts", "-p", "melton").stderr.splitlines()
    assert [line.removeprefix(f"{own}:").split(" ")[0] for line in told[:4]] == ["3:", "4:", "5:", "6:"]
    assert told[4] == "error: the local file has 4 faults, so nothing was answered"


def test_an_entry_for_a_partnership_says_something(seips: Run, own: Path) -> None:
    """Nothing would be shown as entered locally of which nothing was."""
    own.parent.mkdir()
    for areas in ("", "    areas: []\n"):
        own.write_text(f"partnerships:\n  - id: melton\n    checked_on: 2026-11-20\n{areas}", encoding="utf-8")
        result = seips("contacts", "-p", "melton")
        assert result.exit_code == 3
        told = "partnership `melton`, id: write its name or its areas, or take the partnership out"
        assert f"{own}:2: {told}" in result.stderr


@pytest.mark.parametrize(
    "page",
    [
        *("coordinatorsquestions", "faqsforschools", "partnership-agreement", "chairs-page", "aps-advice-to-schools"),
        *(
            "accountability",
            "our-team/co-ordinator",
            "about/staff",
            "meet-the-team",
            "referrals",
            "docs/referralform.docx",
        ),
        *("wp-content/uploads/2024/09/Referral-Form.docx", "2024/9/12/referral.pdf"),
    ],
)
def test_pages_of_the_partnerships_can_be_entered(seips: Run, own: Path, page: str) -> None:
    """Their words are those of the web and of the guidance, also two or three as one; months are those of files."""
    address = f"https://www.leicsseips.org/{page}"
    assert seips(*MELTON, "--url", address).exit_code == 0
    assert address in own.read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["A123456789012@example.org", "born.2012-12-10@example.org", "a.4.5.11@a.org"])
def test_an_address_that_holds_a_pupils_number_or_birthday_is_refused(data: Dataset, address: str) -> None:
    """An office's address has neither."""
    with pytest.raises(SeipsError, match="pupil's number or a date"):
        email_address(data, address)


@pytest.mark.parametrize(
    "page", ["jordan-smith", "Jordan%20Smith", "contact?of=jordan", "news#jordan", "jordansmith.html"]
)
def test_a_page_may_not_be_called_like_a_pupil(seips: Run, own: Path, page: str) -> None:
    """Its address has words of the guidance and of the web alone, typed or written by hand."""
    result = seips(*MELTON, "--url", f"https://www.leicsseips.org/{page}")
    assert result.exit_code == 2
    assert "may not stand in a page's address here" in result.stderr
    assert not own.exists()
    own.parent.mkdir()
    own.write_text(SENT.format(f"url: https://www.leicsseips.org/{page}"), encoding="utf-8")
    assert f"{own}:3: contact `melton-co-ordinator`, url: " in seips("contacts").stderr
    own.unlink()
    assert seips(*MELTON, "--url", "https://www.leicsseips.org/inclusion-forums/contact.php?id=7").exit_code == 0


def test_what_still_holds_is_renewed_by_its_day_alone(seips: Run, own: Path) -> None:
    """Who rings and finds nothing changed types no number again."""
    seips(*MELTON, "--phone", "0116 305 0000", "--checked", "2026-01-05")
    assert seips(*MELTON).exit_code == 2
    result = seips(*MELTON, "--checked", "2026-02-05")
    assert result.stdout == "melton-co-ordinator, checked_on: 2026-01-05 -> 2026-02-05\n"
    assert "phone: 0116 305 0000" in own.read_text(encoding="utf-8")
    assert seips("contacts", "set", "charnwood", "--role", "co-ordinator", "--checked", "today").exit_code == 2


def test_a_co_ordinator_without_a_partnership_is_nobody(seips: Run, own: Path) -> None:
    """One partnership's address must not stand for whichever is meant."""
    result = seips("contacts", "set", "--role", "co-ordinator", "--email", "office@example.org")
    assert (result.exit_code, "each partnership has its own `co-ordinator`" in result.stderr) == (2, True)
    assert not own.exists()


STAFF = """
    j.r.brown@example.org jane.brown@rushey-mead.leicester.sch.uk
    jane.smith-jones@leics.gov.uk jbrown2@lionhearttrust.org.uk
    seip.jane.smith@example.org SENCO@beauchampcollege.org.uk admin@st-martins.leics.sch.uk a@example.org
    office-of.the.team@example.org partnership-co-ordinator@office.example.org seip-co-ordinator@meltonschool.org
    family.support.worker@leics.gov.uk children.missing.education@leics.gov.uk senior.inclusion.officer@leics.gov.uk
    office@north-west-leicestershire-inclusion-partnership.org.uk senco@king-edward-vii-college.leics.sch.uk
    office@st-john-the-baptist-ce.leics.sch.uk asc.outreach@birchwood.leics.sch.uk office@westgate-pru.leics.sch.uk
    pupil.premium@leics.gov.uk info@adhd-solutions.org office@christchurchandstpeters.leics.sch.uk
    office@our-lady-and-st-hugh.leics.sch.uk office@thomasestleycommunitycollege.org.uk senaservice@leics.gov.uk
"""


@pytest.mark.parametrize("address", STAFF.split())
def test_a_member_of_staff_or_an_office_is_written_to(data: Dataset, address: str) -> None:
    """At a school, which has two names at most that are not known; so has whoever works there."""
    assert email_address(data, address, no_pupil=True) == address
    site = address.partition("@")[2]
    assert link(data, f"https://www.{site}/contact", no_pupil=True) == f"https://www.{site}/contact"


OFFICES = """
    a@example.org office-of.the.team@example.org partnership-co-ordinator@office.example.org senaservice@leics.gov.uk
    family.support.worker@leics.gov.uk children.missing.education@leics.gov.uk senior.inclusion.officer@leics.gov.uk
    seip-co-ordinator@meltonschool.org office@north-west-leicestershire-inclusion-partnership.org.uk
"""


@pytest.mark.parametrize("address", OFFICES.split())
def test_an_office_is_written_to_without_more_ado(data: Dataset, address: str) -> None:
    """What has no words but those of places, bodies, jobs and offices names nobody."""
    assert email_address(data, address) == address


NAMED = ["--email=jane.brown@example.org", "--email=brown@example.org", "--url=https://jane-brown.org.uk/contact"]


@pytest.mark.parametrize("option", NAMED)
def test_a_name_is_taken_from_who_says_that_it_is_no_pupils(seips: Run, own: Path, option: str) -> None:
    """A member of staff may be written to by name; that it is one, and no pupil or parent, only who enters it knows."""
    address = option.partition("=")[2]
    result = seips(*MELTON, option)
    assert (result.exit_code, own.exists()) == (2, False)
    assert (
        f"brown` in `{address.removesuffix('/contact').removeprefix('https://')}` may be a pupil's name"
        in result.stderr
    )
    assert seips(*MELTON, option, "--no-pupil").exit_code == 0
    assert f"{address}\n    no_pupil: true\n" in own.read_text(encoding="utf-8")
    assert seips(*MELTON, "--checked", "today").exit_code == 0
    assert seips(*MELTON, option).exit_code == 2  # what is entered anew is said anew
    of_two_days = seips(*MELTON, "--phone", "0116 305 0000", "--checked", "2026-11-03")
    assert f"if it still holds, add {option.replace('=', ' ').replace(address, json.dumps(address))} --no-pupil;" in (
        of_two_days.stderr
    )


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("key", ["email: jane.brown@example.org", "url: https://jane-brown.org.uk"])
def test_a_name_in_a_file_stands_beside_what_is_said_of_it(seips: Run, tmp_path: Path, key: str) -> None:
    """Written by hand or sent, it is refused otherwise; and who takes it in is told to make sure."""
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format(key), encoding="utf-8")
    refused = seips("contacts", "import", str(sent))
    assert (refused.exit_code, "`jane` and `brown` in `jane" in refused.stderr) == (3, True)
    sent.write_text(SENT.format(f"{key}\n    no_pupil: true"), encoding="utf-8")
    taken = seips("contacts", "import", str(sent))
    assert (taken.exit_code, "melton-co-ordinator, no_pupil: nothing -> true\n" in taken.stdout) == (0, True)
    assert "`jane` and `brown`: whoever sent it says that this names staff or a body; make sure" in taken.stderr
    assert f"{key}\n    no_pupil: true\n" in seips("contacts", "export").stdout


REMARKS_AS_ADDRESSES = """
    ada.lovelace.fights ada.hit.teacher.lovelace ada-hit-teacher jordan_smith-excluded.twice.now she.hit.a.teacher.again
    ada.adhd lovelace.cp ada.lovelace.excluded pupil.year.ten.excluded.twice adalovelacehitateacher a.d.a.l
    ada.lovelace2011 ada14311 a.excluded adalovelaceisautistic kai.excludedpupil kaiexcluded
"""


@pytest.mark.parametrize("remark", REMARKS_AS_ADDRESSES.split())
def test_no_remark_stands_in_an_address(data: Dataset, remark: str) -> None:
    """Before the @, in the name of a site, or in that of a site within a site."""
    site = re.sub("[._]", "-", remark)
    for address in (f"{remark}@example.org", f"office@{site}.org"):
        with pytest.raises(SeipsError, match="says more than an office's address"):
            email_address(data, address)
    with pytest.raises(SeipsError, match="says more than an office's address"):
        link(data, f"https://{site}.example.org/")


@pytest.mark.parametrize(
    "address",
    [
        *("https://ada.lovelace.fights.example.org", "https://ada.hit-teachers.org.uk"),
        *(
            "https://ada-lovelace.org/the-child-is-at-risk",
            "https://ada-lovelace.org/in-need-of-help-from-all",
            "https://leics.gov.uk/a-d-a-l-o",
            "https://a.org/y9?d=14x03x11",
        ),
    ],
)
def test_a_remark_is_not_spread_over_a_link(data: Dataset, address: str) -> None:
    """Its words are counted wherever the dots are; behind a site with somebody's name no sentence stands."""
    for no_pupil in (False, True):
        with pytest.raises(SeipsError):
            link(data, address, no_pupil)


@pytest.mark.parametrize("word", ["school" * 10 + "q" + "school" * 10, "sen" * 20 + "x" + "sen" * 20])
def test_words_that_never_end_take_no_time(data: Dataset, word: str) -> None:
    """However many ways there are to cut them into known ones: with each way tried, this test would never end."""
    with pytest.raises(SeipsError):
        link(data, f"https://example.org/{word}")
    with pytest.raises(SeipsError):
        email_address(data, f"{word}@example.org")


@pytest.mark.parametrize("typed", ["0116\u2013305\u20130000", "0116\u00a0305 0000", "+44 (0)116 305 0000"])
def test_a_number_is_taken_as_a_page_has_it(typed: str) -> None:
    """With its dashes and its spaces that do not break."""
    assert telephone(typed) == "0116 305 0000"


REMARKS = st.sampled_from(["", "# ours\n", "\n", "  # indented - with a dash\n", "# one\n\n# two\n"])
ADDRESSES = st.sampled_from(["a@example.org", "b@example.org"])
STYLES = st.sampled_from(
    [
        "- id: {id}{end}\n  email: {email}  # see letter\n{remark}  checked_on: 2026-01-05\n",
        "  - checked_on: 2026-01-05\n    email: >-\n      {email}\n    id: '{id}'{end}\n",
        '- # why - not\n  id: {id}\n{remark}  email: "{email}"\n  checked_on: 2026-01-05{end}\n',
        '-   {{id: {id}, "email": {email}, checked_on: 2026-01-05}}{end}\n',
    ]
)


@st.composite
def local_files(draw: st.DrawFn) -> tuple[list[str], dict[str, str]]:
    """The parts of a local file, comments and entries by turns, and which of them is the entry of which contact."""
    names, style = (
        draw(st.lists(st.sampled_from(["sena", "first-response", "inclusion-forum"]), unique=True)),
        draw(STYLES),
    )
    parts, entries = [draw(REMARKS), "contacts:  # all of them\n" if names else "contacts: []  # none\n"], {}
    for name in names:
        remark = draw(REMARKS)
        entries[name] = style.format(
            id=name, email=draw(ADDRESSES), end=draw(st.sampled_from(["", "  # x"])), remark=remark
        )
        parts += [draw(REMARKS), entries[name]]
    parts += [draw(REMARKS), "# Partnerships\n"]
    if draw(st.booleans()):
        parts += ["partnerships:\n    -   id: melton\n        name: 'Vale Hub'\n        checked_on: 2026-11-01\n"]
    return [*parts, draw(REMARKS)], entries


@given(
    made=local_files(),
    name=st.sampled_from(["sena", "first-response"]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_every_line_outside_an_entry_stays_byte_for_byte(
    made: tuple[list[str], dict[str, str]], name: str, ending: str
) -> None:
    """However a file is laid out and remarked upon, setting or cutting one entry leaves the rest, in its order."""
    parts, entries = made
    text, entry = "".join(parts).replace("\n", ending), entries.get(name, "").replace("\n", ending)
    fields = {"id": name, "email": "new@example.org", "phone": "0116 305 0000", "checked_on": "2026-11-20"}
    after = with_entry(text, "contacts", fields)
    said = {one["id"]: one for one in yaml.load(after, yaml.BaseLoader)["contacts"]}
    assert (said[name], set(said)) == (fields, {name, *entries})
    before, behind = text.split(entry) if entry else _at_the_end_of_the_contacts(text, entries, ending)
    assert after.startswith(before)
    assert after.endswith(behind)
    assert after.count(ending) == after.count("\n")
    cut = without_entry(after, "contacts", name)
    if entry:
        assert cut == (before + behind if len(entries) > 1 else _emptied(before) + behind)
        assert with_entry(text, "contacts", {"id": name}) == text
    else:
        assert cut == text
    kept = yaml.load(cut, yaml.BaseLoader)
    assert [one["id"] for one in kept["contacts"]] == [one for one in entries if one != name]


def _emptied(text: str) -> str:
    return text.replace("contacts:", "contacts: []")


def _at_the_end_of_the_contacts(text: str, entries: dict[str, str], ending: str) -> tuple[str, str]:
    """What stands before and behind the place of a new entry: it is under the last, and above all remarks below it."""
    last = [*entries.values()][-1].replace("\n", ending) if entries else f"contacts: []  # none{ending}"
    before, behind = text.split(last)
    return before + (last if entries else f"contacts:  # none{ending}"), behind


def test_marks_that_cannot_be_seen_stay(seips: Run, own: Path) -> None:
    """What an editor put at the head of a file, and a tab behind a value, are no line's business but their own."""
    own.parent.mkdir()
    text = "\ufeff# Ours\ncontacts:\n- id: sena\n  email: a@example.org\t\n  checked_on: 2026-01-05\t# letter\n"
    own.write_text(text, encoding="utf-8")
    assert set_melton(seips).exit_code == 0
    assert own.read_text(encoding="utf-8").startswith(text)
    assert seips("contacts", "unset", "melton", "--role", "co-ordinator").exit_code == 0
    assert own.read_text(encoding="utf-8") == text


def test_a_new_file_is_as_it_was_once_all_is_unset_and_set_again(seips: Run, own: Path) -> None:
    """What stands at its head stays there."""
    own.parent.mkdir()
    own.write_text("", encoding="utf-8")
    set_melton(seips)
    first = own.read_text(encoding="utf-8")
    assert first.startswith("# What is not published")
    assert seips("contacts", "unset", "melton", "--role", "co-ordinator").exit_code == 0
    set_melton(seips)
    assert own.read_text(encoding="utf-8") == first


def test_a_file_in_brackets_is_not_edited(seips: Run, own: Path) -> None:
    """Where entries have no lines of their own, a person is told how to give them some, and nothing is written."""
    own.parent.mkdir()
    text = "contacts: [{id: sena, email: a@example.org, checked_on: 2026-01-05}]\n"
    own.write_text(text, encoding="utf-8")
    result = set_melton(seips)
    assert (result.exit_code, own.read_text(encoding="utf-8")) == (2, text)
    assert "write one key, and one `- ` entry, a line" in result.stderr


def test_a_link_to_a_local_file_stays_a_link_and_a_private_file_private(seips: Run, own: Path) -> None:
    """A file kept somewhere else is written there, and who may read it stays as it was."""
    kept = own.parent.parent / "kept.yaml"
    kept.write_text("# Ours\n", encoding="utf-8")
    kept.chmod(0o640)
    own.parent.mkdir()
    own.symlink_to(kept)
    assert set_melton(seips).exit_code == 0
    assert own.is_symlink()
    assert kept.read_text(encoding="utf-8").startswith("# Ours\ncontacts:\n  - id: melton-co-ordinator\n")
    assert kept.stat().st_mode & 0o777 == 0o640


OLD = (
    "# Ours\ncontacts:\n- id: sena\n  email: office@example.org\n  checked_on: 2025-01-05\n"
    "average_pupil_cost:\n  amount: 6500.00\n  checked_on: 2025-02-03\n"
)


def test_what_is_due_in_the_local_file_fails_the_check_for_it(seips: Run, own: Path) -> None:
    """Each entry is named by its line in the local file; another dataset is looked at for itself alone."""
    own.parent.mkdir()
    own.write_text(OLD, encoding="utf-8")
    result = seips("check", "--fail-stale", "--as-of", "2026-11-24")
    assert result.exit_code == 3
    assert (
        f"{own}:5: warning: contact `sena`, checked_on: last checked on 2025-01-05, 12 months ago or more"
        in result.stdout
    )
    assert f"{own}:8: warning: average_pupil_cost checked_on: last checked on 2025-02-03" in result.stdout
    found = json.loads(seips("check", "--as-of", "2026-11-24", "--json").stdout)["findings"]
    assert [one["kind"] for one in found if one["file"] == str(own)] == ["review-overdue"] * 2
    shipped = str(ROOT / "data" / "partnerships.yaml")
    assert seips("check", shipped, "--fail-stale", "--as-of", "2026-11-24").exit_code == 0


def test_a_day_to_come_in_the_local_file_is_a_fault(seips: Run, own: Path) -> None:
    """Written by hand, it would never look old."""
    own.parent.mkdir()
    own.write_text(OLD.replace("2025", "2999"), encoding="utf-8")
    for command in (("check",), ("contacts", "-p", "melton")):
        result = seips(*command, "--as-of", "2026-11-24")
        assert (result.exit_code, (result.stdout + result.stderr).count("is still to come")) == (3, 2)


def test_old_figures_and_contacts_say_so_beside_a_cost(seips: Run, own: Path) -> None:
    """In words and in JSON, as of any day that is asked for."""
    own.parent.mkdir()
    own.write_text(OLD, encoding="utf-8")
    arguments = ("cost", "--from", "2025-04-01", "--to", "2026-03-31", "--premium", "none", "--as-of")
    old = "a year ago or more: make sure before you use it"
    then, later = (seips(*arguments, day).stdout for day in ("2025-06-01", "2026-11-24"))
    assert f"From your local file; checked 3 February 2025, {old}." in later
    assert old not in then
    shown = [json.loads(seips(*arguments, day, "--json").stdout) for day in ("2025-06-01", "2028-01-01")]
    assert [one["years"][0]["average_pupil_cost"]["stale"] for one in shown] == [False, True]
    assert [{contact["stale"] for contact in one["contacts"]} for one in shown] == [{False}, {True}]


def test_a_local_file_of_remarks_alone_can_be_added_to(seips: Run, own: Path) -> None:
    """It is read, so it is written to; its remarks stay at its head."""
    own.parent.mkdir()
    own.write_text("# Ours, not filled in yet", encoding="utf-8")
    assert set_melton(seips).exit_code == 0
    assert own.read_text(encoding="utf-8").startswith("# Ours, not filled in yet\ncontacts:\n")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("partnerships:\n- id: melton\n  checked_on: 2026-01-01\n  areas: [x]\n", 4, "no area is called `x`"),
        (
            "partnerships:\n- id: melton\n  checked_on: 2026-01-01\n  areas:\n  - melton\n  - blaby\n",
            4,
            "`blaby` is served by",
        ),
        ("partnerships:\n- id: charnwood\n  checked_on: 2026-01-01\n  areas: [melton]\n", 4, "by no partnership"),
        ("contacts:\n" + "- id: sena\n  email: a@b.org\n  checked_on: 2026-01-01\n" * 2, 5, "`sena` stands here twice"),
        (
            "partnerships:\n" + "- id: melton\n  name: A Hub\n  checked_on: 2026-01-01\n" * 2,
            5,
            "`melton` stands here twice",
        ),
        ("average_pupil_cost:\n  checked_on: 2026-01-01\n  amount: -5\n", 3, "`-5` is less than £0"),
        ("average_pupil_cost:\n  checked_on: 2026-01-01\n  amount: abc\n", 3, "`abc` is not an amount in pounds"),
    ],
)
def test_what_breaks_the_dataset_is_told_at_its_own_line(
    seips: Run, own: Path, text: str, line: int, said: str
) -> None:
    """The line named is the one to mend, whatever the fault does to the data as a whole."""
    own.parent.mkdir()
    own.write_text(text, encoding="utf-8")
    result = seips("contacts")
    assert (result.exit_code, result.stdout) == (3, "")
    assert any(one.startswith(f"{own}:{line}: ") and said in one for one in result.stderr.splitlines()), result.stderr


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *(("NWL", "north-west-leicestershire"), ("Blaby", "south-leicestershire"), ("Charnwood", "charnwood")),
        *(("Market Harborough Partnership", "south-leicestershire"), ("north west leicestershire SEIP", "")),
    ],
)
def test_a_partnership_is_not_called_by_what_leads_to_another(seips: Run, own: Path, name: str, found: str) -> None:
    """Whoever asks for a district, a town or a short form gets the partnership that serves there, and no namesake."""
    own.parent.mkdir()
    text = f"partnerships:\n  - id: melton\n    name: {name}\n    checked_on: 2026-11-03\n"
    own.write_text(text, encoding="utf-8")
    result = seips("contacts", "-p", name)
    assert (result.exit_code, result.stdout == "") == ((3, True) if found else (0, False))
    said = f"{own}:3: partnership `melton`, name: `{name}` is found as partnership `{found}` too" if found else ""
    assert result.stderr.startswith(said)


@pytest.mark.parametrize("name", ["Leicester", "Leicester City Partnership", "Rutland", "Leicestershire"])
def test_a_partnership_is_not_called_by_a_place_that_tells_none(seips: Run, own: Path, name: str) -> None:
    """A place on both sides of the boundary, or another authority, leads to no one partnership."""
    assert "is found as a place that no one partnership serves too" in _named(seips, own, name)


def test_a_district_that_changed_hands_still_leads_to_whoever_serves_it(seips: Run, own: Path) -> None:
    """The name is held against the districts as they are here, not as they were published."""
    own.parent.mkdir()
    entry = "  - id: {}\n    {}: {}\n    checked_on: 2026-11-03\n"
    moved = entry.format("south-leicestershire", "areas", "[harborough, oadby-and-wigston]")
    text = f"partnerships:\n{moved}{entry.format('melton', 'areas', '[melton, blaby]')}    name: Blaby\n"
    own.write_text(text, encoding="utf-8")
    assert seips("contacts", "-p", "Blaby").stdout.startswith("Blaby (entered locally")
    own.write_text(text.replace("name: Blaby", "name: Harborough"), encoding="utf-8")
    assert seips("contacts", "-p", "Blaby").exit_code == 3


HERE = (
    "partnerships:\n"
    "  - id: south-leicestershire\n    areas: [harborough, oadby-and-wigston]\n    checked_on: 2026-11-03\n"
    "  - id: melton\n    name: Vale Hub\n    areas: [melton, blaby]\n    checked_on: 2026-11-03\n"
)


@pytest.mark.parametrize("typed", ["Vale Hub", "vale hub partnership", "Enderby", "blaby", "melton"])
def test_a_contact_is_set_for_the_partnership_as_it_is_known_here(seips: Run, own: Path, typed: str) -> None:
    """Its real name and the towns that it really serves lead to its entry, and to that of no other partnership."""
    own.parent.mkdir()
    own.write_text(HERE, encoding="utf-8")
    who = (typed, "--role", "co-ordinator")
    assert seips("contacts", "set", *who, "--email", "office@example.org").exit_code == 0
    assert "- id: melton-co-ordinator\n" in own.read_text(encoding="utf-8")
    assert "E-mail: office@example.org\n" in seips("contacts", "-p", typed).stdout
    assert seips("contacts", "unset", *who).exit_code == 0
    assert "melton-co-ordinator" not in own.read_text(encoding="utf-8")


def test_an_entry_that_reaches_nobody_can_be_mended_by_setting_it(seips: Run, own: Path) -> None:
    """Only the partnerships of the file must hold for the right entry to be found."""
    own.parent.mkdir()
    own.write_text(HERE + SENT.format("email: nobody"), encoding="utf-8")
    assert seips("contacts", "-p", "Enderby").exit_code == 3
    assert seips("contacts", "set", "Enderby", "--email", "office@example.org").exit_code == 0
    assert "E-mail: office@example.org\n" in seips("contacts", "-p", "Enderby").stdout


def test_an_empty_name_is_no_partnership(seips: Run, own: Path) -> None:
    """A script whose variable is empty writes nothing, least of all to what serves the whole county."""
    result = seips("contacts", "set", "", "--role", "sena", "--email", "office@example.org")
    assert (result.exit_code, own.exists()) == (1, False)


def test_what_is_not_taken_in_is_told(seips: Run, own: Path, tmp_path: Path) -> None:
    """A number that only the older file has would look as fresh as our address, so it is told and not taken."""
    own.parent.mkdir()
    own.write_text(SENT.format("email: admin@example.org"), encoding="utf-8")
    before = own.read_text(encoding="utf-8")
    sent = tmp_path / "sent.yaml"
    theirs = SENT.format("email: admin@example.org\n    phone: (0116) 305-0000").replace("11-03", "10-03")
    sent.write_text(theirs, encoding="utf-8")
    result = seips("contacts", "import", str(sent))
    assert (result.stdout, own.read_text(encoding="utf-8")) == ("nothing changes\n", before)
    kept = "melton-co-ordinator: yours was checked on 2026-11-03, theirs on 2026-10-03, so yours stays"
    assert f"note: {kept}; not taken: phone 0116 305 0000; if that is right, enter it\n" in result.stderr
    own.write_text(SENT.format('email: admin@example.org\n    phone: "01163050000"'), encoding="utf-8")
    assert seips("contacts", "import", str(sent)).stderr == ""


def test_of_one_day_what_stands_here_stays_and_the_rest_is_added(seips: Run, own: Path, tmp_path: Path) -> None:
    """Nobody can tell which of two addresses of one day is right, so none is replaced, and both are told."""
    own.parent.mkdir()
    own.write_text(SENT.format("email: admin@example.org"), encoding="utf-8")
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format("email: a@example.org\n    phone: 0116 305 0000"), encoding="utf-8")
    result = seips("contacts", "import", str(sent))
    assert result.stdout == "melton-co-ordinator, phone: nothing -> 0116 305 0000\n"
    kept = "yours was checked on 2026-11-03, theirs on 2026-11-03 too, so yours stays; not taken: email a@example.org"
    assert kept in result.stderr
    shown = seips("contacts", "-p", "melton").stdout
    assert ("admin@example.org" in shown, "0116 305 0000" in shown) == (True, True)
    assert "checked 3 November 2026" in shown


@given(
    ours=st.dictionaries(st.sampled_from(["email", "url"]), st.sampled_from("ab"), min_size=1),
    theirs=st.dictionaries(st.sampled_from(["email", "url"]), st.sampled_from("ab"), min_size=1),
    days=st.tuples(*[st.sampled_from(["2026-11-01", "2026-11-02", "2026-11-03"])] * 2),
)
def test_taking_in_makes_nothing_fresher_than_it_is(
    ours: dict[str, str], theirs: dict[str, str], days: tuple[str, str]
) -> None:
    """Whatever two files say of a role, each fact afterwards was checked by its giver on the day shown or later."""
    files = [{"id": "sena", **said, "checked_on": day} for said, day in zip((ours, theirs), days, strict=True)]
    texts = [with_entry("", "contacts", said) for said in files]
    (after,) = yaml.load(taking_in(*texts), yaml.BaseLoader)["contacts"]
    for key in after.keys() - {"id", "checked_on"}:
        assert any(after[key] == said.get(key) and after["checked_on"] == said["checked_on"] for said in files)
    assert after["checked_on"] == max(days)
    assert after.keys() >= files[days.index(max(days))].keys()


def test_two_addresses_are_not_taken_for_one(seips: Run, own: Path) -> None:
    """A link to write to somebody is an e-mail address; where it is another one, nobody knows which was meant."""
    result = seips(*MELTON, "--email", "a@example.org", "--url", "mailto:b@example.org")
    assert (result.exit_code, own.exists()) == (2, False)
    assert "two e-mail addresses were given" in result.stderr
    same = ("--email", "a@example.org", "--url", " MAILTO:A@example.org")
    assert seips(*MELTON, *same).exit_code == 0
    assert "    email: a@example.org\n" in own.read_text(encoding="utf-8")


REMARKED = (
    "# Ours\ncontacts:\n  - id: sena  # {0}\n    email: >-  # {0}\n      a@example.org\n    # {0}\n"
    '    checked_on: "2021-01-05"# {0}\n  - &{1} id: first-response\n    url: https://a.org/page#a\n'
    "    checked_on: !{1} 2021-01-05\n"
)


@pytest.mark.parametrize("told", ["Ada A123456789012", "born 2012-05-04", "4/5/2012", "lives at LE2 9DH"])
def test_a_remark_that_tells_of_a_pupil_is_told_by_its_line(seips: Run, own: Path, told: str) -> None:
    """Remarks are one's own, but not for a pupil's number, birthday or home: nothing is written until it is out."""
    own.parent.mkdir()
    text = REMARKED.format(told, "A123456789012")
    own.write_text(text, encoding="utf-8")
    lines = [f"{own}:{line}: a remark here holds what looks like a " for line in (3, 4, 6, 7, 8, 10)]
    for command in ((*MELTON, "--phone", "0116 305 0000"), ("contacts", "import", str(own), "--local", str(own))):
        result = seips(*command)
        said = result.stderr.splitlines()
        assert (result.exit_code, result.stdout, len(said)) == (3, "", len(lines) + 2)
        assert all(one.startswith(line) for one, line in zip(said, lines, strict=False))
    assert own.read_text(encoding="utf-8") == text
    result = seips("check", "--as-of", "2021-02-01")
    assert (result.exit_code, [line for line in lines if line not in result.stdout]) == (3, [])
    assert result.stdout.endswith("6 faults, 5 warnings\n")
    assert not [word for word in told.split() if any(map(str.isdigit, word)) and word in result.output]
    assert told not in seips("contacts", "export").stdout


def test_other_remarks_are_ones_own(seips: Run, own: Path) -> None:
    """A day of this year, a number to ring and what an address holds are told of no pupil; with its entry goes one."""
    own.parent.mkdir()
    text = REMARKED.format("letter of 3 May 2026, ring 0116 305 0000", "one")
    own.write_text(text, encoding="utf-8")
    assert seips("check", "--as-of", "2021-02-01").exit_code == 0
    own.write_text(SENT.format("phone: 0116 305 0000  # born 2012-05-04"), encoding="utf-8")
    assert seips("contacts", "unset", "melton").exit_code == 0
    assert own.read_text(encoding="utf-8") == "contacts: []\n"


def test_whoever_looks_back_finds_no_fault_in_what_was_checked_since(seips: Run, own: Path) -> None:
    """A past decision can be looked at again; that more may be known by now is said once, not taken for a fault."""
    own.parent.mkdir()
    own.write_text(OLD, encoding="utf-8")
    result = seips("check", "--as-of", "2024-01-01")
    assert (result.exit_code, "is still to come" in result.stdout, ", 0 warnings" in result.stdout) == (0, False, False)
    assert result.stdout.endswith("0 faults, 5 warnings\n")
    assert result.stderr == NOT_THEN.format("2026-11-24")
    assert seips("contacts", "--as-of", "2024-01-01").stderr == NOT_THEN.format("2026-11-24")
    own.write_text(OLD.replace("2025-01-05", "2999-01-01"), encoding="utf-8")
    assert seips("check", "--as-of", "2998-12-31").exit_code == 3


NOT_THEN = "note: these data were checked on {}; for what was known before, give those of then\n"


def test_what_was_entered_later_than_the_day_looked_back_to_is_remarked_on(
    data: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    """The day of the newest local entry counts, where it was checked after all that is published."""
    newest = data.about.checked_on + timedelta(days=5)
    overlay = Overlay((LocalContact(data.contacts[0].id, newest, email="a@example.org"),))
    day((newest - timedelta(days=1)).isoformat(), laid_over(data, overlay))
    day(newest.isoformat(), laid_over(data, overlay))
    assert capsys.readouterr().err == NOT_THEN.format(newest)


def test_a_co_ordinator_checks_a_file_before_it_is_sent(seips: Run, seips_json: Any, tmp_path: Path) -> None:
    """Any local file can be held against the dataset in use, or any other, and is named where it was."""
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format("email: office@example.org"), encoding="utf-8")
    asked = ("check", "--local", str(sent), "--as-of", "2026-11-24")
    assert seips(*asked).exit_code == 0
    assert (seips_json(*asked)["local"], seips_json("check")["local"]) == (str(sent), None)
    assert seips(*asked, "--fail-stale", "--as-of", "2027-11-04").exit_code == 3
    sent.write_text(SENT.format("email: nobody"), encoding="utf-8")
    for file in ((), (str(ROOT / "data" / "partnerships.yaml"),)):
        result = seips(*asked, *file)
        assert result.exit_code == 3
        assert f"{sent}:3: contact `melton-co-ordinator`, email: `nobody` is not an e-mail address" in result.stdout
    other = seips("check", str(ROOT / "tests" / "small.yaml"), "--local", str(sent))
    assert "no contact is called `melton-co-ordinator`" in other.stdout


def test_all_that_is_wrong_with_the_dataset_and_the_local_file_is_told_at_once(
    seips: Run, seips_json: Any, tmp_path: Path
) -> None:
    """A check shows the faults of both files in one go, each at its line, beside what is proven."""
    sent, broken = tmp_path / "sent.yaml", tmp_path / "broken.yaml"
    sent.write_text(SENT.format("email: nobody"), encoding="utf-8")
    small = (ROOT / "tests" / "small.yaml").read_text(encoding="utf-8")
    for text in (small, small.replace("pathway: call", "pathway: cal")):
        broken.write_text(text, encoding="utf-8")
        asked = ("check", str(broken), "--local", str(sent))
        found = [one for one in seips_json(*asked)["findings"] if one["severity"] == "fault"]
        told = [one["message"] for one in found if (one["file"], one["line"]) == (str(sent), 3)]
        assert any("`nobody` is not an e-mail address" in message for message in told)
        assert {one["file"] for one in found} == ({str(sent)} if text == small else {str(sent), str(broken)})
        assert seips(*asked).exit_code == 3


def test_a_dataset_with_faults_is_told_beside_the_local_file(
    seips: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All its faults are found, with their fixes, though nothing can be laid over it."""
    own.parent.mkdir()
    own.write_text(OLD, encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    small = (ROOT / "tests" / "small.yaml").read_text(encoding="utf-8")
    broken.write_text(small.replace("pathway: call", "pathway: cal"), encoding="utf-8")
    monkeypatch.setenv("SEIPS_DATA", str(broken))
    result = seips("check")
    assert (result.exit_code, "did you mean `call`?" in result.stdout) == (3, True)
    assert result.stderr == ""
    broken.write_text("- nothing\n", encoding="utf-8")
    assert (
        seips("check").stderr
        == f"note: {own} was looked at by itself; to hold it against the dataset, that must have its shape\n"
    )


def test_of_a_file_that_holds_nothing_that_is_said(seips: Run, own: Path, tmp_path: Path) -> None:
    """Whoever was sent the wrong file does not take it for one that changes nothing."""
    sent = tmp_path / "sent.yaml"
    sent.write_text("# to come\n", encoding="utf-8")
    result = seips("contacts", "import", str(sent))
    assert (result.exit_code, result.stdout, own.exists()) == (0, "nothing changes\n", False)
    assert f"note: {sent} holds no contact and no partnership\n" in result.stderr


def test_the_hint_for_a_file_that_is_not_there_speaks_of_that_file(seips: Run, own: Path) -> None:
    """Whoever mistyped the file to check is not told about options that were not used."""
    assert "hint: check the path; without FILE, the dataset in use is checked\n" in seips("check", "no.yaml").stderr
    assert seips("contacts", "import", "no.yaml").stderr.endswith("hint: check the path\n")
    assert "without --data, --local" in seips("contacts", "--data", "no.yaml").stderr
    assert "without --data, --local" in seips("contacts", "--local", str(own)).stderr


@pytest.mark.usefixtures("own")
def test_a_page_holds_local_entries_only_when_told_to(seips: Run, tmp_path: Path) -> None:
    """It is sent around, so nothing of the local file in use gets in unasked; one that is named is asked for."""
    set_melton(seips)
    assert "office@example.org" not in seips("export", "page").stdout
    sent = tmp_path / "sent.yaml"
    sent.write_text(SENT.format("email: reception@example.org"), encoding="utf-8")
    text = seips("export", "page", "--local", str(sent)).stdout
    assert ("reception@example.org" in text, "office@example.org" in text) == (True, False)
    result = seips("export", "page", "--local", "off", "--with-local")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("written", ["1767571200", "1767571200.0", "2026-01-05T00:00:00", '"2026-01-05 00:00:00Z"'])
def test_a_day_in_a_file_is_written_in_one_way(seips: Run, own: Path, written: str) -> None:
    """Days are compared as they stand; one written otherwise could look later than it is."""
    own.parent.mkdir()
    own.write_text(SENT.format("email: office@example.org").replace("2026-11-03", written), encoding="utf-8")
    for command in (("contacts",), ("contacts", "export"), (*MELTON, "--phone", "0116 305 0000")):
        result = seips(*command)
        assert (result.exit_code, result.stdout) == (3, "")
        assert f"{own}:4: contact `melton-co-ordinator`, checked_on: write the date as YYYY-MM-DD" in result.stderr
        assert "error: the local file has 1 fault" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        "---\n# Ours\naverage_pupil_cost:\n  amount: 6500.00\n  checked_on: 2026-01-05\n...\n",
        "    average_pupil_cost:\n      amount: 6500.00\n      checked_on: 2026-01-05\n",
        "    contacts: []\n    average_pupil_cost: {amount: 6500.00, checked_on: 2026-01-05}\n",
        "average_pupil_cost: {amount: 6500.00, checked_on: 2026-01-05}\n... # the end\n# Ours",
    ],
)
def test_a_list_is_begun_in_any_layout(seips: Run, own: Path, text: str) -> None:
    """Whatever ends a file, and however far its keys stand from the margin, a first contact finds its place."""
    own.parent.mkdir()
    own.write_text(text, encoding="utf-8")
    assert set_melton(seips).exit_code == 0
    after = own.read_text(encoding="utf-8")
    said = yaml.load(after, yaml.BaseLoader)
    assert (said["contacts"][0]["id"], said["average_pupil_cost"]["amount"]) == ("melton-co-ordinator", "6500.00")
    assert [line for line in text.splitlines() if line not in after.splitlines() and "[]" not in line] == []


def test_what_cannot_be_seen_is_not_taken_in(seips: Run, own: Path, tmp_path: Path) -> None:
    """A mark that no reader sees makes no second entry of one, and does not stay in an address."""
    own.parent.mkdir()
    own.write_text(SENT.format("email: admin@example.org").replace("11-03", "10-03"), encoding="utf-8")
    sent = tmp_path / "sent.yaml"
    text = SENT.format('email: "off\\u200bice\\a@example.org"').replace("co-ordinator", 'co-ordinator\\u200b"')
    sent.write_text(text.replace("id: melton", 'id: "melton'), encoding="utf-8")
    result = seips("contacts", "import", str(sent))
    assert "melton-co-ordinator, email: admin@example.org -> office@example.org\n" in result.stdout
    assert own.read_text(encoding="utf-8") == SENT.format("email: office@example.org")


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(
    seips: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two commands at once the second says so; neither takes away what the other wrote."""
    set_melton(seips)
    refuse = local_command._refuse_together

    def meanwhile(*rest: Any) -> None:
        refuse(*rest)
        own.write_text(SENT.format("email: contact@example.org"), encoding="utf-8")

    monkeypatch.setattr(local_command, "_refuse_together", meanwhile)
    result = seips(*MELTON, "--email", "enquiries@example.org", "--phone", "0116 305 0001")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "was changed meanwhile, so nothing was written\nhint: give the command again\n" in result.stderr
    assert own.read_text(encoding="utf-8") == SENT.format("email: contact@example.org")


def test_while_another_command_changes_the_file_none_does(seips: Run, own: Path) -> None:
    """What both say is written must be there; a lock that nobody holds any more can be removed."""
    set_melton(seips)
    before, lock = own.read_text(encoding="utf-8"), own.with_name(f"{own.name}.lock")
    lock.touch()
    result = seips(*MELTON, "--email", "contact@example.org", "--phone", "0116 305 0001")
    assert (result.exit_code, own.read_text(encoding="utf-8")) == (2, before)
    assert f"another command is changing `{own}`\nhint: give the command again" in result.stderr
    lock.unlink()
    assert seips(*MELTON, "--email", "contact@example.org", "--phone", "0116 305 0001").exit_code == 0
    assert [*own.parent.iterdir()] == [own]


def test_of_many_commands_at_once_each_that_says_so_has_written(own: Path) -> None:
    """Nothing that was said to be written is lost, whoever else writes."""
    names = [f"{name}-co-ordinator" for name in ("melton", "charnwood", "south-leicestershire")]
    command = [sys.executable, "-m", "seips_cli", "contacts", "set"]
    started = [
        subprocess.Popen(
            [*command, name.removesuffix("-co-ordinator"), "--role", "co-ordinator", "--email", "a@example.org"],
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name in names
    ]
    said = {name for name, process in zip(names, started, strict=True) if process.wait(60) == 0}
    assert said
    assert said == {one["id"] for one in yaml.load(own.read_text(encoding="utf-8"), yaml.BaseLoader)["contacts"]}


AREAS = (
    "partnerships:\n  - id: melton\n    areas: [{}]\n    checked_on: 2026-11-05\n"
    "  - id: south-leicestershire\n    areas: [{}]\n    checked_on: 2026-11-0{}\n"
)


def test_what_does_not_go_together_is_laid_to_the_file_that_was_sent(seips: Run, own: Path, tmp_path: Path) -> None:
    """One's own file, which holds, is not blamed for what another says of the same areas, and stays as it was."""
    own.parent.mkdir()
    before, sent = AREAS.format("melton, harborough", "blaby, oadby-and-wigston", 5), tmp_path / "sent.yaml"
    own.write_text(before, encoding="utf-8")
    theirs = AREAS.format("melton", "blaby, harborough, oadby-and-wigston", 4).replace("11-05", "11-06")
    sent.write_text(theirs, encoding="utf-8")
    assert [seips("check", "--local", str(path)).exit_code for path in (own, sent)] == [0, 0]
    result = seips("contacts", "import", str(sent))
    assert (result.exit_code, own.read_text(encoding="utf-8")) == (3, before)
    assert f"error: `{sent}` does not go together with `{own}`, so nothing was written\n" in result.stderr
    assert "served by no partnership" in result.stderr
    assert not re.search(rf"^{re.escape(str(own))}:", result.stderr, re.MULTILINE)


def test_a_file_that_may_not_be_written_to_stays(seips: Run, own: Path) -> None:
    """Somebody has locked it, so it is not replaced by another."""
    set_melton(seips)
    before = own.read_text(encoding="utf-8")
    own.chmod(0o444)
    result = seips(*MELTON, "--email", "contact@example.org", "--phone", "0116 305 0001")
    assert (result.exit_code, own.read_text(encoding="utf-8")) == (2, before)
    assert "is read-only, so nothing was written" in result.stderr


def test_whoever_is_sent_a_file_with_faults_asks_for_another(seips: Run, own: Path, tmp_path: Path) -> None:
    """The way on is not to leave one's own local file out of account."""
    sent = tmp_path / "sent.yaml"
    for content in (SENT.format("email: nobody"), "contacts: [", "contacts: ~\n"):
        sent.write_text(content, encoding="utf-8")
        result = seips("contacts", "import", str(sent))
        assert (result.exit_code, own.exists()) == (3, False)
        assert result.stderr.endswith("or ask whoever sent it for another\n")


@pytest.mark.parametrize("command", ["set", "unset", "export", "import"])
@pytest.mark.parametrize(
    "option", ["--local=other.yaml", "--as-of=2026-12-01", "-pmelton", "--json", "--stale", "--data=x"]
)
def test_no_option_goes_unheard_before_a_command(seips: Run, own: Path, command: str, option: str) -> None:
    """`--local` before `set` would change the file in use and not the one that was named; so it is refused."""
    set_melton(seips)
    before = own.read_text(encoding="utf-8")
    rest = {"set": ("melton", "--role", "co-ordinator", "--email", "mail@example.org"), "unset": MELTON[2:]}
    result = seips("contacts", option, command, *rest.get(command, ()), *((str(own),) if command == "import" else ()))
    assert (result.exit_code, result.stdout, own.read_text(encoding="utf-8")) == (2, "", before)
    assert f"before `{command}` would not be heard" in result.stderr
    assert f"`seips contacts {command} --help` lists them" in result.stderr
