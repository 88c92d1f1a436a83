"""`seips check` and `seips diff` as a co-ordinator uses them: what changed, what broke, and what to do about it."""

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import Result

from seips_cli.commands.check import _findings
from seips_cli.errors import BrokenDataset
from seips_cli.note import mark, words_of
from seips_cli.parsing import examine
from seips_cli.unknown import Unknown

Run = Callable[..., Result]
Write = Callable[..., str]
ROOT = Path(__file__).parent.parent
SMALL = (ROOT / "tests" / "small.yaml").read_text(encoding="utf-8")
TODAY = ("--as-of", "2026-03-01")
#: One more option, for which no rule holds.
MIDDLING = ("      - id: grave\n", "      - id: so-so\n        text: So so\n      - id: grave\n")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a dataset as `mine.yaml` in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "mine.yaml") -> str:
        Path(name).write_text(text, encoding="utf-8")
        return name

    return write


def edited(old: str, new: str) -> str:
    """The small dataset with one change."""
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def test_the_shipped_dataset_is_proven(seips: Run) -> None:
    """No faults; what is still to be confirmed is said as warnings, which fail only when asked to."""
    result = seips("check", "--as-of", "2026-11-24")
    assert result.exit_code == 0
    assert "proven: each of 1,080 sets of answers (138,240 combinations) leads to just one pathway" in result.stdout
    assert result.stdout.endswith("0 faults, 5 warnings\n")
    assert seips("check", "--strict", "--as-of", "2026-11-24").exit_code == 3


def test_a_sound_dataset_says_what_was_proven(seips: Run, mine: Write) -> None:
    """The proof says how many sets of answers, rules and citations it covers."""
    result = seips("check", mine(SMALL), *TODAY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "proven: each of 3 sets of answers (4 combinations) leads to just one pathway, and worse need never to a "
        "milder one; 2 rules, 1 companion, 3 pathways, 11 citations, 1 source\n0 faults, 0 warnings\n"
    )


def test_a_gap_is_named_with_a_case_and_a_way_to_close_it(seips: Run, mine: Write) -> None:
    """A case that no rule covers comes with its line, the case in words, and the rule that could cover it."""
    gap = edited("      - id: grave\n", "      - id: middling\n        text: So so\n      - id: grave\n")
    result = seips("check", mine(gap), *TODAY)
    assert result.exit_code == 3
    assert result.stdout.startswith(
        "mine.yaml:45: rules: no rule holds where `worry` is `middling`\n"
        "  case: worry: So so\n"
        "  fix: let rule `little` (pathway `wait`) hold at `worry` `middling` too\n"
    )


def test_two_pathways_for_one_case_name_both_rules(seips: Run, mine: Write) -> None:
    """A conflict is put at the later rule and names the earlier."""
    result = seips("check", mine(edited("worry: grave", "worry: [mild, grave]")), *TODAY)
    assert "mine.yaml:50: rule `much`: two pathways for the same answers" in result.stdout
    assert "  case: worry: A little\n" in result.stdout
    assert "  fix: take `mild` out of `worry` in rule `much`, if the other is right there\n" in result.stdout


def test_worse_need_routed_milder_is_a_fault(seips: Run, mine: Write) -> None:
    """A rank that falls as need grows is named with both rules."""
    swapped = SMALL.replace("rank: 0", "rank: 2")
    result = seips("check", mine(swapped), *TODAY)
    assert result.exit_code == 3
    assert "worse need is routed milder: where `worry` goes from `mild` to `grave`, `wait` (rule `little`, rank 2)" in (
        result.stdout
    )


def test_names_and_rules_are_told_in_one_run_and_in_order(seips: Run, mine: Write) -> None:
    """A slip in a contact does not hide a gap in the rules: both are told, in the order of the file."""
    text = edited("    source: leaflet\n  - id: south-office", "    source: leaflets\n  - id: south-office")
    result = seips("check", mine(text.replace("pathway: call", "pathway: wait", 1)), *TODAY)
    lines = [int(line.split(":")[1]) for line in result.stdout.splitlines() if line.startswith("mine.yaml")]
    assert lines == sorted(lines)
    assert "no source is called `leaflets`; did you mean `leaflet`?" in result.stdout
    assert "pathway `call`: never reached" in result.stdout


def test_a_misspelt_name_hides_no_gap(seips: Run, mine: Write) -> None:
    """Rules are looked at as if the nearest name stood there, so a gap elsewhere is told in the same run."""
    text = edited("worry: grave", "wory: grave").replace(
        "      - id: grave\n", "      - id: so-so\n        text: So so\n      - id: grave\n", 1
    )
    result = seips("check", mine(text), *TODAY)
    assert result.exit_code == 3
    assert "when wory: no question is called `wory`; did you mean `worry`?\n  case: worry: Very\n" in result.stdout
    assert "no rule holds where `worry` is `so-so`" in result.stdout
    assert "supposing that the names above are put right: looked at: 4 sets of answers" in result.stdout


def test_a_missing_date_hides_no_gap(seips: Run, mine: Write) -> None:
    """A fact without a date, a missing citation and an unknown key are told beside a gap in the rules."""
    text = edited("    checked_on: 2026-01-31\n", "    checkd_on: 2026-01-31\n")
    text = text.replace(*MIDDLING, 1)
    result = seips("check", mine(text), *TODAY)
    assert result.exit_code == 3
    assert "source `leaflet`, checked_on: this key is missing" in result.stdout
    assert "checkd_on: this is not a key that is known here; did you mean `checked_on`?" in result.stdout
    assert "no rule holds where `worry` is `so-so`" in result.stdout


CONFLICT = ("worry: grave", "worry: [mild, grave]")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    title: Call\n", "    titel: Call\n"),
        ("    cites: [first]\n", "    cites: first\n"),
        ("    confidence: primary\n", "    confidence: LATER\n"),
        ("    alongside: [call]\n", "    alongside: call\n"),
        ("pathway: write\n", "pathway: nothing-like-it\n"),
    ],
)
def test_no_slip_elsewhere_hides_a_conflict(seips: Run, mine: Write, old: str, new: str) -> None:
    """Two rules for the same answers are told beside a misspelt key, a strange word or an unknown name."""
    text = edited(*CONFLICT)
    assert old in text
    result = seips("check", mine(text.replace(old, new, 1)), *TODAY)
    assert result.exit_code == 3
    assert "two pathways for the same answers: rule `little` leads to `wait`, rule `much` to `call`" in result.stdout


def test_a_rule_that_nobody_can_tell_is_no_bug(seips: Run, mine: Write) -> None:
    """A rule that leads to an unknown pathway is told, what is certain of the others is too, and nothing is proven."""
    rule = "  - {id: new, when: {worry: mild}, pathway: LATER, basis: LATER, cites: [first]}\n"
    text = edited("rules:\n", f"rules:\n{rule}").replace(*CONFLICT, 1)
    result = seips("check", mine(text), *TODAY)
    assert result.exit_code == 3
    assert "rule `new`, pathway: no pathway is called `LATER`" in result.stdout
    assert "two pathways for the same answers: rule `little` leads to `wait`, rule `much` to `call`" in result.stdout
    assert "not proven" in result.stdout
    assert "no rule holds" not in result.stdout


def test_what_is_like_nothing_hides_no_gap(seips: Run, mine: Write) -> None:
    """A rule that names what nothing is like may hold anywhere: what no other rule covers is told, and so said."""
    result = seips("check", mine(edited("worry: grave", "moonlight: grave").replace(*MIDDLING, 1)), *TODAY)
    assert result.exit_code == 3
    assert "rule `much`, when moonlight: no question is called `moonlight`\n" in result.stdout
    gap = "no rule holds where `worry` is `so-so` or `grave`, unless one that is not right yet does: `much`\n"
    assert f"{gap}  case: worry: So so\n  fix: put that right first\n" in result.stdout
    assert "not proven: put these right first, then check again\n" in result.stdout


SURE = "no rule holds where `worry` is `so-so`\n  case: worry: So so\n  fix: let rule `little` (pathway `wait`)"
UNSURE = "no rule holds where `worry` is `so-so` or `grave`, unless one that is not right yet does: `much`\n"
LITTLE = "pathway: wait\n    when:\n      worry: mild\n    basis: stated\n    cites: [first]\n"


@pytest.mark.parametrize(
    ("old", "new", "slip", "gap"),
    [
        ("worry: grave\n", "worry: grave\n      moonlight: x\n", "no question is called `moonlight`", SURE),
        ("worry: grave\n", "worry: grave\n      wory: mild\n", "no question is called `wory`", SURE),
        ("pathway: call\n    when", "pathway: zzz\n    when", "no pathway is called `zzz`", SURE),
        ("- id: much", "- id: little", "`little` is used twice", SURE),
        ("        text: A little\n", "", "option `mild`, text: this key is missing", SURE),
        ("    options:\n      - id: north", "    optons:\n      - id: north", "did you mean `options`?", SURE),
        ("- id: side", "- id: worry", "question `worry`, id: `worry` is used twice", SURE),
        ("- id: south\n        text: S", "- id: north\n        text: S", "`north` is used twice", SURE),
        ("rank: 0", "rank: low", "rank: write a whole number", SURE),
        ("ordered: true", "ordered: perhaps", "ordered: write true or false", SURE),
        ("worry: grave", "worry: awful", "no option of `worry` is called `awful`", UNSURE),
        ("worry: grave", "worry: []", "name at least one option", UNSURE),
        ("    when:\n      worry: grave\n", "", "when: this key is missing", UNSURE),
        ("    when:\n      worry: grave\n", "    wehn: {worry: grave}\n", "did you mean `when`?", UNSURE),
        (f"- id: little\n    {LITTLE}", "- little\n", "write keys and values here", "does: `number 1`\n"),
        ("- id: mild\n        text", "- text", "options id: this key is missing", "no rule holds at all, unless"),
    ],
)
def test_no_slip_hides_a_gap(seips: Run, mine: Write, old: str, new: str, slip: str, gap: str) -> None:
    """Answers that no rule covers are told in the same run as any slip, with what of it is certain."""
    text = SMALL.replace(*MIDDLING, 1)
    assert old in text
    result = seips("check", mine(text.replace(old, new, 1)), *TODAY)
    assert result.exit_code == 3
    assert slip in result.stdout
    assert gap in result.stdout


SLIPS: dict[str, Callable[[str], str]] = {
    "left out": lambda _: "",
    "twice": lambda line: line * 2,
    "a key misspelt": lambda line: re.sub(r"(\w)(\w*):", r"\1x\2:", line, count=1),
    "a value misspelt": lambda line: re.sub(r"(: \[?|- )(\w)(\w*)", r"\1\2x\3", line, count=1),
    "another value": lambda line: re.sub(r": .+", ": zzz", line),
    "an empty list": lambda line: re.sub(r": .+", ": []", line),
}
FILES = [ROOT / "data" / "partnerships.yaml", ROOT / "examples" / "river-port.yaml"]


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
@given(st.data())
@settings(max_examples=80, deadline=None)
def test_any_slip_in_a_whole_dataset_has_its_line(file: Path, drawn: st.DataObject) -> None:
    """Nobody knows beforehand which line will be mistyped: the check ends, and sends its reader to the right one."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    number = drawn.draw(st.integers(0, len(lines) - 1))
    lines[number] = SLIPS[drawn.draw(st.sampled_from(sorted(SLIPS)))](lines[number])
    assert "without a line" not in is_charged_to_its_line("".join(lines), file)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("partnerships.yaml", "no_premium: none", "no_premium: nonex"),
        ("partnerships.yaml", "source: premium-st-albans", "source: premium-st-alban"),
        ("partnerships.yaml", "verify_at: premium-conditions", "verify_at: premium-condition"),
        ("partnerships.yaml", "  question: area\n", "  question: areas\n"),
    ],
)
def test_a_name_that_stands_alone_may_be_misspelt(name: str, old: str, new: str) -> None:
    """A source, a premium or a question that one key names, and no list, is told like any other unknown name."""
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    assert old in text
    assert "unknown-name" in is_charged_to_its_line(text.replace(old, new, 1), ROOT / "data" / name)


def is_charged_to_its_line(text: str, file: Path) -> list[str]:
    """The kinds of all that is found in *text*, each with its line: an unknown name stands where it is written."""
    lines = text.splitlines()
    try:
        reading = examine(text.encode(), str(file))
    except BrokenDataset as error:
        told = [re.match(rf"{re.escape(str(file))}:\d+: ", fault) for fault in error.faults]
        return ["unreadable" if all(told) else "without a line"]
    found, _ = _findings(reading, None, datetime.date(2026, 11, 24))
    for one in found:
        line = reading.tree.line(one.path)
        assert 1 <= line <= len(lines)
        assert one.fix
        if isinstance(one.message, Unknown):
            # What spread over several lines is one name by mistake.
            assert all(word in lines[line - 1] for word in one.message.named.split()[:1])
    return [one.kind for one in found]


@pytest.mark.parametrize("slip", ["left out", "twice", "misspelt", "another value", "nothing"])
def test_any_one_slip_is_survived_and_charged_to_nobody_else(seips: Run, mine: Write, slip: str) -> None:
    """Whichever line of a sound dataset is spoilt, the check ends, and blames no rules for each other's answers."""
    lines = SMALL.splitlines(keepends=True)
    for n, line in enumerate(lines):
        spoilt = {
            "left out": "",
            "twice": line * 2,
            "misspelt": re.sub(r"(\w+):", r"qq\1:", line, count=1),
            "another value": re.sub(r": .+", ": zzz", line),
            "nothing": re.sub(r": .+", ": []", line),
        }[slip]
        result = seips("check", mine("".join([*lines[:n], spoilt, *lines[n + 1 :]])), *TODAY)
        assert result.exit_code in (0, 3)
        assert "two pathways" not in result.stdout
        # A pathway without a rank is a sound one that ranks nowhere.
        assert "worse need is routed" not in result.stdout or "rank:" in line


def test_an_unknown_area_question_hides_nothing(seips: Run, mine: Write) -> None:
    """Who is to be tried first, and which areas are served, is looked at whatever the question is called."""
    text = edited("  question: side\n", "  question: sides\n").replace("areas: [south]", "areas: [souht]", 1)
    text = text.replace("      name: South\n", "      name: South\n      contact_first: office\n", 1)
    result = seips("check", mine(text), *TODAY)
    assert (result.exit_code, result.stderr) == (3, "")
    for slip in ("question is called `sides`", "area is called `souht`", "contact is called `office`"):
        assert f"no {slip}; did you mean" in result.stdout
    assert "warning" not in result.stdout.splitlines()[-2]
    assert "no result names" not in result.stdout


def test_a_misspelt_question_hides_no_misspelt_answer(seips: Run, mine: Write) -> None:
    """Both are told in one run, and that the answer is wrong only if the question is the one that was meant."""
    result = seips("check", mine(edited("worry: grave", "wory: grav")), *TODAY)
    assert "no question is called `wory`; did you mean `worry`?" in result.stdout
    assert "if `worry` was meant: no option of `worry` is called `grav`; did you mean `grave`?" in result.stdout
    assert "no rule holds" not in result.stdout


IDLE = (
    "  - {id: idle, text: Idle?, why: Why not, cites: [first], options: [{id: a, text: A}, {id: b, text: B}]}\nrules:\n"
)
UNREACHED = [
    (
        "    alongside: [call]\n",
        "    alongside: [wait]\n    # \n",
        "companion `note-it`: never shown",
        "side: north",
        "worry: grave",
    ),
    ("rules:\n", IDLE, "question `idle`: never asked", "", ""),
    ("    evidence: [notes]\n", "", "evidence `notes`: never shown", "", ""),
    ("    costs: [stamp]\n", "", "cost `stamp`: never shown", "", ""),
]
HARMLESS = [
    ("    date: 2025-06\n    checked_on: 2026-01-31\n", "    date: 2025-06\n"),
    ("    confidence: primary\n", "    confidence: primary\n    colour: red\n"),
    ("    text: This town is made up.\n", "    text: []\n"),
    ("    title: Call\n", "    title: Call\n    title: Ring\n"),
    ("    summary: Call the office.\n", "    sumary: Call the office.\n"),
    ("        text: A little\n", ""),
    ("    summary: Wait and see.\n", "    summary: Wait and see.\n    colour: red\n"),
    ("  revised: 2025-06\n", ""),
]


@pytest.mark.parametrize(("slip", "instead"), HARMLESS)
@pytest.mark.parametrize(("old", "new", "told", "also", "by"), UNREACHED)
def test_no_slip_in_what_decides_nothing_hides_what_nothing_reaches(
    seips: Run, mine: Write, old: str, new: str, told: str, also: str, by: str, slip: str, instead: str
) -> None:
    """A missing date, an unknown key or a strange word leaves it as certain as it was that a part is never shown."""
    text = edited(old, new).replace(also, by, 1)
    assert told in seips("check", mine(text), *TODAY).stdout
    assert slip in text
    assert told in seips("check", mine(text.replace(slip, instead, 1)), *TODAY).stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    evidence: [notes]\n", "    evidence: notes\n"),
        ("    evidence: [notes]\n", "    evidnce: [notes]\n"),
        ("    evidence: [notes]\n", "    proof: [notes]\n"),
        ("    evidence: [notes]\n", "    evidence: [photographs]\n"),
        ("    evidence: [notes]\n", "    evidence: [notes]\n    evidence: []\n"),
        ("    costs: [stamp]\n", "    costs: stamp\n"),
        ("    contacts: [office]\n", "    contacts: office\n"),
        ("    alongside: [call]\n", "    alongsid: [call]\n"),
        ("      option: grave\n", "      optoin: grave\n"),
        ("      areas: [south]\n", "      area: [south]\n"),
        ("companions:\n", "beside:\n"),
    ],
)
def test_nothing_is_said_to_be_unreached_that_a_slip_may_lead_to(seips: Run, mine: Write, old: str, new: str) -> None:
    """A finding that is not true is worse than one that comes a run later."""
    result = seips("check", mine(edited(old, new)), *TODAY)
    assert result.exit_code == 3
    assert not re.search("never (shown|asked|reached)|changes nothing|no result", result.stdout)


def test_what_rests_on_a_guess_says_so(seips: Run, mine: Write) -> None:
    """A rule for an answer that nobody declared clashes with another only if that other's answer was meant."""
    rule = "  - {id: dire, when: {worry: graver}, pathway: wait, basis: stated, cites: [first]}\ncompanions:\n"
    name = mine(edited("companions:\n", rule))
    found = {one["kind"]: one for one in json.loads(seips("check", name, *TODAY, "--json").stdout)["findings"]}
    assert found["two-pathways"]["if_meant"] == ["grave"]
    assert found["two-pathways"]["message"].startswith("if `grave` was meant: two pathways for the same answers")
    assert found["unknown-name"]["if_meant"] == []


def test_a_rank_falls_only_if_the_guess_is_right(seips: Run, mine: Write) -> None:
    """Worse need is routed milder by a misspelt answer only if the nearest one was meant."""
    text = edited("worry: grave", "worry: grav").replace("rank: 0", "rank: 2", 1)
    result = seips("check", mine(text), *TODAY)
    assert "if `grave` was meant: worse need is routed milder" in result.stdout


def test_a_question_without_options_is_told_once(seips: Run, mine: Write) -> None:
    """Nobody can answer it, and nothing else is blamed for that."""
    options = SMALL[SMALL.index("    options:\n      - id: north") : SMALL.index("rules:\n")]
    result = seips("check", mine(edited(options, "    options: []\n")), *TODAY)
    assert [line for line in result.stdout.splitlines() if line.startswith("mine")] == [
        "mine.yaml:38: question `side`, options: name at least two options"
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind", "fix"),
    [
        (
            "    date: 2025-06\n    checked_on: 2026-01-31\n",
            "    date: 2025-06\n",
            "missing-key",
            "add `checked_on: YYYY-MM-DD`",
        ),
        ("    steps: [Call.]\n", "", "missing-key", "add `steps: […]`"),
        (
            "    pathway: call\n    when",
            "    pathway: call\n    pathway: call\n    when",
            "repeated-key",
            "keep one of them: line 51 or line 52",
        ),
        ("pathway: call\n", "pathway: telephone\n", "unknown-name", "write one of: `wait` · `call` · `write`"),
        ("pathway: call\n", "pathway: cal\n", "unknown-name", "write `call`"),
        ("- id: much", "- id: little", "repeated-id", "give one of them another id, or take one out"),
        ("    title: Call\n", "    title: Call\n    sumary: x\n", "unknown-key", "write `summary`"),
        (
            "    cites: [first]\ncompanions",
            "    cites: []\ncompanions",
            "missing-citation",
            "add `cites: [PARAGRAPH]`, such as `cites: [first]`",
        ),
        ("rank: 1", "rank: high", "wrong-type", "write a whole number"),
        ("confidence: primary", "confidence: sure", "wrong-word", "write `primary`, `secondary` or `derived`"),
        (
            "phone: 0100 555 0100",
            "phone: ring us",
            "malformed",
            "write a telephone number in digits and spaces, such as 0116 305 0000",
        ),
        ("phone: 0100 555 0100", "phone:", "empty-value", "write something here, or leave the key out"),
        (
            "  question: side\n",
            "  question: side\n  postcodes: none.csv\n",
            "missing-key",
            "add `home:`, or take `postcodes` out",
        ),
        (
            "  question: side\n",
            "  question: side\n  postcodes: none.csv\n",
            "broken-table",
            "put the table right, or build it again, or leave it out of `geography`",
        ),
    ],
)
def test_each_sort_of_fault_has_a_name_and_a_fix(
    seips: Run, mine: Write, old: str, new: str, kind: str, fix: str
) -> None:
    """A script can tell a missing key from an unknown name, and everybody is told what to write."""
    result = seips("check", mine(edited(old, new)), *TODAY, "--json")
    assert (kind, fix) in {(one["kind"], one["fix"]) for one in json.loads(result.stdout)["findings"]}


def test_of_many_names_only_the_first_are_offered() -> None:
    """A list that nobody would read to its end is cut, and says so."""
    assert Unknown("thing", "zzz", map(str, range(30))).fix.endswith("· `7` (the first 8 of 30)")


@pytest.mark.parametrize("old", ["questions:\n", "rules:\n", "pathways:\n"])
def test_without_a_list_nothing_is_proven(seips: Run, mine: Write, old: str) -> None:
    """Where the questions, the rules or the pathways are not found at all, that is said, and nothing is proven."""
    result = seips("check", mine(SMALL.replace(f"\n{old}", f"\nx{old}", 1)), *TODAY)
    assert (result.exit_code, result.stderr) == (3, "")
    assert "this key is missing" in result.stdout
    assert "proven: each" not in result.stdout


def test_facts_grow_old(seips: Run, mine: Write) -> None:
    """A year after it was checked a fact is to be looked at again: a warning, by a clock that can be set."""
    name = mine(SMALL)
    result = seips("check", name, "--as-of", "2027-02-01")
    assert (result.exit_code, result.stdout.count("warning: ")) == (0, 2)
    assert "mine.yaml:21: warning: source `leaflet`, checked_on: last checked on 2026-01-31" in result.stdout
    assert seips("check", name, "--as-of", "soon").exit_code == 2


def test_the_json_of_a_check(seips: Run, mine: Write) -> None:
    """`seips.check/1` holds what was proven and every finding with its file and line."""
    result = seips("check", mine(edited("worry: grave", "worry: [mild, grave]")), *TODAY, "--json")
    found = json.loads(result.stdout)
    assert list(found) == ["schema", "file", "ok", "proven", "supposing", "findings", "note", "local"]
    assert (found["schema"], found["ok"], found["proven"]["rules"]) == ("seips.check/1", False, 2)
    assert {"severity", "kind", "file", "line", "record", "message", "case", "fix", "if_meant"} == set(
        found["findings"][0]
    )


def test_broken_yaml_is_told_as_everywhere(seips: Run, mine: Write) -> None:
    """What is no YAML at all is one fault with its line."""
    result = seips("check", mine(SMALL + '\n"'))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("mine.yaml:")


NOTE = "[first]\nIf you are a little worried, wait. If you are very worried, you must call the office.\n"


def noted(*, answered: bool) -> str:
    """The small dataset, with marks of NOTE."""
    words = [word.text for word in words_of(NOTE)]
    call = "          answered_by: [much]\n" if answered else ""
    return edited(
        "      about: Where to go.\n",
        f"      about: Where to go.\n      mark: {mark(words)}\n      sentences:\n"
        f"        - mark: {mark(words[:7])}\n        - mark: {mark(words[7:])}\n{call}"
        "  directive_words: [must]\n",
    )


def test_the_note_unchanged_is_silence(seips: Run, mine: Write) -> None:
    """A note that says what it said, however it is laid out, raises nothing."""
    note = mine(NOTE.replace(" ", "\n").replace("must", "MUST"), "note.txt")
    result = seips("check", mine(noted(answered=True)), "--note", note, *TODAY)
    assert (result.exit_code, result.stdout.endswith("0 faults, 0 warnings\n")) == (0, True)


def test_a_changed_or_missing_paragraph_is_named(seips: Run, mine: Write) -> None:
    """When the published note changes, whoever cites it hears of it."""
    name = mine(noted(answered=True))
    changed = mine(NOTE.replace("must call", "may call"), "changed.txt")
    result = seips("check", name, "--note", changed, *TODAY)
    assert result.exit_code == 3
    assert "paragraph `first`: the paragraph is changed in changed.txt" in result.stdout
    gone = mine("Something else.", "gone.txt")
    assert "paragraph `first`: the paragraph is missing in gone.txt" in seips("check", name, "--note", gone).stdout


def test_a_directive_that_nothing_answers_is_named(seips: Run, mine: Write) -> None:
    """A sentence that tells somebody to do something must be put into practice, or waived with a reason."""
    note = mine(NOTE, "note.txt")
    result = seips("check", mine(noted(answered=False)), "--note", note, *TODAY)
    assert result.exit_code == 3
    assert "note.txt:2: a sentence here tells somebody to do something, and nothing answers to it" in result.stdout
    waived = noted(answered=True).replace("answered_by: [much]", "waived: The office has closed.")
    assert seips("check", mine(waived), "--note", note, *TODAY).exit_code == 0
    longer = mine(NOTE + "You must write.\n", "longer.txt")
    assert "longer.txt:3: a sentence here" in seips("check", mine(waived), "--note", longer, *TODAY).stdout


ADDED = [
    ("You have to send a form.\nIf you are a little", "If you are a little", "sentence first"),
    ("call the office. You have to send a form.", "call the office.", "sentence last"),
    ("wait. You have to send a form. If you are very", "wait. If you are very", "sentence between"),
]


@pytest.mark.parametrize(("new", "old", "_"), ADDED, ids=[what for *_, what in ADDED])
def test_a_sentence_more_is_a_change_of_its_paragraph(seips: Run, mine: Write, new: str, old: str, _: str) -> None:
    """Whatever words it has, it may ask something of a school; the mark to write once it is read is printed."""
    text = NOTE.replace(old, new)
    assert text != NOTE
    result = seips("check", mine(noted(answered=True)), "--note", mine(text, "longer.txt"), *TODAY)
    assert result.exit_code == 3
    assert "paragraph `first`: the paragraph is changed in longer.txt" in result.stdout
    wanted = mark([word.text for word in words_of(text)])
    assert f"and write `mark: {wanted}`" in result.stdout
    before = mark([word.text for word in words_of(NOTE)])
    again = mine(noted(answered=True).replace(before, wanted))
    assert seips("check", again, "--note", "longer.txt", *TODAY).exit_code == 0


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_paragraph_more_is_answered_by_nothing(seips: Run, mine: Write, where: str) -> None:
    """Each paragraph of the published note is one that somebody has read; a heading is no paragraph."""
    more = "\n[second]\nPupils are to be told.\n\nRevised in June\n"
    text = NOTE + more if where == "after" else more + NOTE
    result = seips("check", mine(noted(answered=True)), "--note", mine(text, "longer.txt"), *TODAY)
    assert result.exit_code == 3
    wanted = mark(["pupils", "are", "to", "be", "told"])
    assert "a paragraph here is not known, and nothing answers to it" in result.stdout
    assert f"write `mark: {wanted}` under the paragraph that it is" in result.stdout
    assert result.stdout.count("  fix: ") == 1


def test_a_paragraph_without_a_mark_is_told(seips: Run, mine: Write) -> None:
    """A note held against nothing proves nothing; the mark that would be written is printed."""
    note = mine(NOTE, "note.txt")
    result = seips("check", mine(SMALL), "--note", note, *TODAY)
    assert result.exit_code == 3
    assert "paragraph `first`: the paragraph has no mark, so nobody can tell whether it still stands" in result.stdout
    assert f"write `mark: {mark([word.text for word in words_of(NOTE)])}`" in result.stdout


def test_what_stands_before_the_first_id_is_no_part_of_the_note(seips: Run, mine: Write) -> None:
    """Whoever keeps the note with ids in brackets may say above them where it comes from."""
    note = mine("This is a copy. You must not change it.\n\n" + NOTE, "note.txt")
    assert seips("check", mine(noted(answered=True)), "--note", note, *TODAY).exit_code == 0


def test_two_datasets_that_say_the_same(seips: Run, mine: Write) -> None:
    """Nothing differs: exit 0."""
    result = seips("diff", mine(SMALL, "old.yaml"), mine(SMALL, "new.yaml"))
    assert (result.exit_code, result.stdout) == (0, "the same: 3 cases compared, and every word\n")


def test_a_changed_rule_is_told_in_blocks(seips: Run, mine: Write) -> None:
    """Which answers get another result, from what to what, and how many cases."""
    new = edited("    pathway: call\n", "    pathway: wait\n")
    result = seips("diff", mine(SMALL, "old.yaml"), mine(new, "new.yaml"))
    assert result.exit_code == 1
    assert "worry grave: pathway call → wait; tier top → nothing; role office → nothing, 2 cases\n" in result.stdout
    assert "changed: rule `much`, pathway\n" in result.stdout


def test_wording_is_told_apart(seips: Run, mine: Write) -> None:
    """New words for the same decision are different, and said to be only words."""
    new = edited("    title: Call\n", "    title: Ring\n")
    result = seips("diff", mine(SMALL, "old.yaml"), mine(new, "new.yaml"))
    assert (result.exit_code, result.stdout) == (
        1,
        "reworded: pathway `call`, title\nno result changes (3 cases compared), only words\n",
    )


def test_another_number_to_ring_is_more_than_words(seips: Run, mine: Write) -> None:
    """Every case leads where it led, but somebody else would answer."""
    new = edited("    phone: 0100 555 0100\n", "    phone: 0100 555 0199\n")
    result = seips("diff", mine(SMALL, "old.yaml"), mine(new, "new.yaml"))
    assert (result.exit_code, result.stdout) == (
        1,
        "changed: contact `north-office`, phone\nevery case leads where it led (3 cases compared)\n",
    )


def test_the_json_of_a_difference(seips: Run, mine: Write) -> None:
    """`seips.diff/1` holds the blocks with their cases."""
    new = edited("    pathway: call\n", "    pathway: wait\n")
    result = seips("diff", mine(SMALL, "old.yaml"), mine(new, "new.yaml"), "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    assert (found["schema"], found["same"]) == ("seips.diff/1", False)
    assert found["blocks"][0]["when"] == {"worry": ["grave"]}


def test_a_difference_is_that_of_the_files_alone(
    seips: Run, mine: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody has entered locally neither hides a change nor makes one."""
    local = tmp_path / "local.yaml"
    local.write_text(
        "contacts:\n- {id: north-office, phone: 0100 555 0199, checked_on: 2026-01-01}\n", encoding="utf-8"
    )
    old, new = mine(SMALL, "old.yaml"), mine(edited("0100 555 0100", "0100 555 0101"), "new.yaml")
    without = seips("diff", old, new)
    monkeypatch.setenv("SEIPS_LOCAL", str(local))
    assert (seips("diff", old, new).stdout, without.exit_code) == (without.stdout, 1)
