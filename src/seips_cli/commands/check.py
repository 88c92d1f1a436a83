"""`seips check`: can a dataset be trusted? And does the published note still say what it cites?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode
from .common import AsOf, Json, Local, day, print_json, print_lines
from .common import note as say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dataset import Dataset
    from ..errors import BrokenDataset
    from ..note import Standing
    from ..parsing import Place, Reading
    from ..proof.finding import Finding
    from ..proof.prove import Proof
    from ..proof.report import Placed
    from ..record import Condition
    from ..tree import Tree


def check(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A dataset. Default: the one in use.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
    fail_stale: Annotated[bool, typer.Option("--fail-stale", help="Let facts past their review date fail.")] = False,
    note: Annotated[
        Path | None, typer.Option("--note", metavar="FILE", help="The published note as text: is it still the same?")
    ] = None,
    as_of: AsOf = None,
    local: Local = None,
    json: Json = False,
) -> int:
    """Prove a dataset: every set of answers leads to one pathway, and worse need never to a milder one.

    Every finding comes with its file and line, one case that shows it, and what to do. Exit code 0: proven. 3: faults.
    Warnings, such as facts to look at again, do not fail unless --strict. Your local file is looked at with the dataset
    in use; with another FILE it is left out, unless you name one with --local.
    """
    from ..parsing import examine
    from ..source import ELSE, NO_LOCAL, choose, local_in_use, read_bytes

    path, own = choose(file), local_in_use(local or (NO_LOCAL if file else None))
    hint = "check the path; without FILE, the dataset in use is checked" if file else ELSE
    reading = examine(read_bytes(path, hint), str(path))
    today = day(as_of, None if reading.faults else reading.data)
    findings, proof = _findings(reading, note, today)
    placed = sorted((_placed(reading.tree, one) for one in findings), key=lambda one: one.line)
    held = _of_local(reading, own, today) if own else []
    standings = _standings(reading, note)
    code = _code([*placed, *held], strict=strict, fail_stale=fail_stale)
    if json:
        shown = _as_json(reading, [*placed, *held], proof, standings)
        print_json(shown | {"ok": code is ExitCode.OK, "local": str(own) if own else None})
    else:
        print_lines(_as_lines(reading, [*placed, *held], proof, standings))
    return code


def _as_json(
    reading: "Reading", placed: "list[Placed]", proof: "Proof | None", standings: dict[str, str]
) -> dict[str, object]:
    """`seips.check/1`."""
    from ..proof.report import finding_json, proof_json

    return {
        "schema": "seips.check/1",
        "file": reading.tree.file,
        "ok": not _faults(placed),
        "proven": proof_json(proof) if proof else None,
        "supposing": bool(reading.faults),
        "findings": [finding_json(one) for one in placed],
        "note": standings,
    }


def _as_lines(
    reading: "Reading", placed: "list[Placed]", proof: "Proof | None", standings: dict[str, str]
) -> "Iterator[str]":
    """Every finding in the order of the file, what was proven, and how many findings there are."""
    from ..proof.report import counted, finding_lines, proven_line

    for one in placed:
        yield from finding_lines(reading.data or reading.mended, one)
    if standings:
        yield _note_line(standings)
    supposing = "supposing that the names above are put right: " if reading.faults else ""
    yield f"{supposing}{proven_line(proof)}" if proof else "not proven: put these right first, then check again"
    yield f"{counted(_faults(placed), 'fault')}, {counted(len(placed) - _faults(placed), 'warning')}"


def _faults(placed: "list[Placed]") -> int:
    return sum(one.finding.severity == "fault" for one in placed)


def _code(placed: "list[Placed]", *, strict: bool, fail_stale: bool) -> ExitCode:
    """What the findings mean for the shell; where only warnings fail, that is said."""
    old = sum(one.finding.kind == "review-overdue" for one in placed)
    if _faults(placed):
        return ExitCode.BROKEN_DATA
    if strict and placed:
        say("warnings fail here, because of --strict")
    elif fail_stale and old:
        say(f"facts past their review date fail here, because of --fail-stale: {old}")
    return ExitCode.BROKEN_DATA if (strict and placed) or (fail_stale and old) else ExitCode.OK


def _findings(reading: "Reading", note: Path | None, as_of: date) -> "tuple[list[Finding], Proof | None]":
    """All that is wrong with what was read, and the proof.

    Where a name is unknown, the proof is of what would be if the nearest one stood there; None where there is none.
    """
    from ..proof.prove import prove
    from ..proof.review import overdue, working_names
    from ..proof.supposing import supposing
    from ..references import faults as dangling

    read = reading.data or reading.mended
    faults = [*reading.faults, *dangling(read)] if read else []
    supposed = supposing(read, faults, reading.lost) if read else None
    found = list(_of_names(reading, supposed.data if supposed else None))
    if read is None or supposed is None:
        return found, None
    data, proof = supposed.data, prove(supposed.data, supposed.lost, supposed.vague)
    found += [supposed.worded(one) for one in proof.findings if supposed.tells(one)]
    more = [*overdue(data, as_of, max(as_of, date.today())), *working_names(data), *_of_tables(reading.tree.file, data)]
    more += list(_of_note(data, note)) if note else []
    found += [one for one in more if reading.tells((one.path, one.message))]
    return found, proof if supposed.proves(read) else None


def _of_names(reading: "Reading", data: "Dataset | None") -> "Iterator[Finding]":
    """What is wrong with single names and records; with *data*, a case in which a rule was to hold."""
    from ..proof.finding import Finding

    told, rest = reading.tree.told(reading.faults)
    for path, message in told:
        kind, fix = getattr(message, "kind", "malformed"), getattr(message, "fix", message)
        yield Finding(path, kind, message, fix, _case_of(data, path) if data else {})
    if rest:
        yield Finding(rest[0][0], "more-faults", f"and {len(rest):,} more", "put the others right, then check again")


def _case_of(data: "Dataset", path: "Place") -> dict[str, str]:
    """Answers for which the rule or the companion at *path* is to hold; none for any other place."""
    from ..record import options_of

    listed = getattr(data, str(path[0])) if path and path[0] in ("rules", "companions") and path[1:] else ()
    when: Condition = next((record.when for n, record in enumerate(listed) if path[1:2] == (n,)), {})
    return {question: options_of(when, question)[0] for question in when if options_of(when, question)}


def _standings(reading: "Reading", note: Path | None) -> dict[str, str]:
    """What has become of each paragraph in the published note."""
    from ..note import standings
    from ..source import read_text

    if note is None or reading.data is None:
        return {}
    return {standing.paragraph: standing.state for standing in standings(reading.data, read_text(note))}


def _note_line(standings: dict[str, str]) -> str:
    """How many paragraphs of the note are as they were, and which are not."""
    same = [name for name, state in standings.items() if state == "unchanged"]
    other = [f"{name} {state}" for name, state in standings.items() if state != "unchanged"]
    return f"the note: {len(same)} of {len(standings)} paragraphs unchanged ({', '.join([*same, *other])})"


def _of_tables(file: str, data: "Dataset") -> "Iterator[Finding]":
    """What is wrong with the tables beside the dataset."""
    from ..proof.finding import Finding
    from ..source import Atlas, Edition

    for fault in Atlas(Edition(data, file, "")).faults():
        fix = "put the table right, or build it again, or leave it out of `geography`"
        yield Finding(("geography",), "broken-table", fault, fix)


def _of_local(reading: "Reading", own: Path, as_of: date) -> "list[Placed]":
    """What is wrong with one's *own* local file, or to be looked at again in it."""
    from ..errors import BrokenDataset
    from ..source import ELSE, read_bytes

    content = read_bytes(own, ELSE)
    try:
        found = list(_held(reading, content, str(own), as_of))
    except BrokenDataset as error:
        if not error.faults:
            raise
        found = list(_broken(error, str(own)))
    return sorted(found, key=lambda one: one.line)


def _held(reading: "Reading", content: bytes, file: str, as_of: date) -> "Iterator[Placed]":
    """What is to be looked at again in a local file, or tells of a pupil. Raises BrokenDataset with its faults."""
    from ..local.overlay import last_checked
    from ..local.reading import held_against, merged, overlaying
    from ..local.remarks import telling
    from ..proof.finding import Finding
    from ..proof.report import Placed
    from ..proof.review import looked_at
    from ..text import decoded

    if reading.data is None:
        say(f"note: {file} was looked at by itself; to hold it against the dataset, that must have its shape")
    latest = max(as_of, date.today())
    overlay, tree = held_against(reading.data, content, file, latest) if reading.data else overlaying(content, file)
    if reading.data and not reading.faults:
        merged(reading.data, content, file, latest)
    yield from (_placed(tree, finding) for finding in looked_at(last_checked(overlay), as_of, latest))
    for line, what in telling(decoded(content, file), date.today()):
        yield Placed(Finding((), "pupil-in-remark", what, "take it out"), file, line, "")


def _broken(error: "BrokenDataset", file: str) -> "Iterator[Placed]":
    """The faults of a local file, each at its line."""
    from ..proof.finding import Finding
    from ..proof.report import Placed

    for fault in error.faults:
        line, _, message = fault.removeprefix(f"{file}:").partition(": ")
        yield Placed(Finding((), "broken-local-file", message, error.hint), file, int(line), "")


def _of_note(data: "Dataset", note: Path) -> "Iterator[Finding]":
    """What has changed in the published note, and what it asks that nothing answers to."""
    from ..note import standings, unanswered
    from ..proof.finding import Finding
    from ..source import read_text

    text = read_text(note)
    places = {paragraph.id: n for n, paragraph in enumerate(data.guidance.paragraphs)}
    for standing in standings(data, text):
        if standing.state != "unchanged":
            kind, message, fix = _of_standing(standing, note)
            yield Finding(("guidance", "paragraphs", places[standing.paragraph]), kind, message, fix)
    for one in unanswered(data, text):
        what = "a paragraph here is not known" if one.is_paragraph else "a sentence here tells somebody to do something"
        message = f"{note}:{one.line}: {what}, and nothing answers to it"
        fix = f"write `mark: {one.mark}` under its paragraph, with `answered_by` or with `waived` and the reason"
        if one.is_paragraph:
            fix = f"write `mark: {one.mark}` under the paragraph that it is, or enter a new one, and see what follows"
        path = ("guidance", "paragraphs", places[one.paragraph]) if one.paragraph else ("guidance", "paragraphs")
        yield Finding(path, "sentence-unanswered", message, fix)


def _of_standing(standing: "Standing", note: Path) -> tuple[str, str, str]:
    """The kind of finding, the message and the fix for a paragraph that is not as it was."""
    if standing.state == "unmarked":
        message = f"the paragraph has no mark, so nobody can tell whether it still stands in {note}"
        return "note-unmarked", message, "write the `mark` that is told for it as a paragraph that is not known"
    fix = f"read it again, see what cites it, and write `mark: {standing.mark}`"
    if standing.state == "missing":
        fix = "find what stands in its place, see what cites it, and write the mark of that, or take it out"
    return "note-changed", f"the paragraph is {standing.state} in {note}", fix


def _placed(tree: "Tree", finding: "Finding") -> "Placed":
    from ..proof.report import Placed

    return Placed(finding, tree.file, tree.line(finding.path), tree.where(finding.path))
