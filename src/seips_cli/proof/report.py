"""What `seips check` and `seips diff` say: findings and differences as lines for people and as JSON for scripts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..dataset import Dataset
from .differ import Block, Change, Difference
from .finding import Finding
from .prove import Proof


@dataclass(frozen=True)
class Placed:
    """A finding with its line in the file and the record it is about."""

    finding: Finding
    file: str
    line: int
    record: str


def finding_lines(data: Dataset | None, placed: Placed) -> Iterator[str]:
    """A finding as an editor can follow it: file and line, then one case in words and what to do."""
    finding = placed.finding
    label = "warning: " if finding.severity == "warning" else ""
    record = f"{placed.record}: " if placed.record else ""
    yield f"{placed.file}:{placed.line}: {label}{record}{finding.message}"
    if finding.case and data:
        yield f"  case: {case_in_words(data, finding.case)}"
    if finding.fix not in ("", finding.message):
        yield f"  fix: {finding.fix}"


def case_in_words(data: Dataset, case: Mapping[str, str]) -> str:
    """Answers by question id, in the words of their options."""
    return "; ".join(f"{question}: {_option_text(data, question, option)}" for question, option in case.items())


def _option_text(data: Dataset, name: str, option: str) -> str:
    options = (one for question in data.questions if question.id == name for one in question.options)
    return next((one.text for one in options if one.id == option), "") or option


def proven_line(proof: Proof) -> str:
    """What was looked at, and whether it holds."""
    combinations = counted(proof.combinations, "combination")
    cases = f"{proof.journeys:,} sets of answers ({combinations})" if proof.journeys is not None else combinations
    held = "proven: each of" if not proof.faults else "looked at:"
    ends = " leads to just one pathway, and worse need never to a milder one" if not proof.faults else ""
    return (
        f"{held} {cases}{ends}; "
        f"{counted(proof.rules, 'rule')}, {counted(proof.companions, 'companion')}, "
        f"{counted(proof.pathways, 'pathway')}, {counted(proof.citations, 'citation')}, "
        f"{counted(proof.sources, 'source')}"
    )


def counted(number: int, noun: str) -> str:
    """*number* of something, in words that agree."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def proof_json(proof: Proof) -> dict[str, Any]:
    """What was looked at, in numbers."""
    return {
        "answer_sets": proof.journeys,
        "combinations": proof.combinations,
        "questions": proof.questions,
        "rules": proof.rules,
        "companions": proof.companions,
        "pathways": proof.pathways,
        "citations": proof.citations,
        "sources": proof.sources,
    }


def finding_json(placed: Placed) -> dict[str, Any]:
    """A finding as JSON."""
    finding = placed.finding
    return {
        "severity": finding.severity,
        "kind": finding.kind,
        "file": placed.file,
        "line": placed.line,
        "record": placed.record or None,
        "message": finding.message,
        "case": dict(finding.case),
        "fix": finding.fix or None,
        "if_meant": list(finding.if_meant),
    }


def difference_lines(difference: Difference) -> Iterator[str]:
    """Which answers give another result, in blocks; then what was only reworded."""
    for block in difference.blocks:
        changes = "; ".join(_change_in_words(change) for change in block.changes)
        yield f"{_block_in_words(block)}: {changes}, {counted(block.cases, 'case')}"
    yield from (f"new answers: {_one_sided(block)}" for block in difference.gained)
    yield from (f"answers gone: {_one_sided(block)}" for block in difference.lost)
    edits = difference.edits
    yield from (f"added: {name.kind} `{name.id}`" for name in edits.added)
    yield from (f"removed: {name.kind} `{name.id}`" for name in edits.removed)
    for edited in edits.edited:
        kind = "reworded" if edited.is_wording else "changed"
        yield f"{kind}: {edited.kind} `{edited.id}`, {', '.join(edited.keys)}"
    yield from (f"in another order: {name.kind}s {name.id}".rstrip() for name in edits.reordered)


def difference_summary(difference: Difference) -> str:
    """How much of all that can be answered changes."""
    if difference.is_empty:
        return f"the same: {counted(difference.compared, 'case')} compared, and every word"
    if difference.changed:
        of = f"{difference.compared:,} (by all that either asks)"
        return f"{counted(difference.changed, 'case')} of {of} give another result"
    if difference.edits.is_wording:
        return f"no result changes ({counted(difference.compared, 'case')} compared), only words"
    if difference.gained or difference.lost:
        return f"every case that both can be given leads where it led ({counted(difference.compared, 'case')} compared)"
    return f"every case leads where it led ({counted(difference.compared, 'case')} compared)"


def _block_in_words(block: Block) -> str:
    conditions = [f"{question} {' or '.join(options)}" for question, options in block.when.items()]
    return ", ".join(conditions) or "everywhere"


def _one_sided(block: Block) -> str:
    """Answers that only one of two datasets can be given, and what they lead to there."""
    leads = "; ".join(f"{one.aspect} {' and '.join(one.before + one.after)}" for one in block.changes)
    return f"{_block_in_words(block)}: {leads}, {counted(block.cases, 'case')}"


def _change_in_words(change: Change) -> str:
    if change.aspect == "order":
        return "companions or contacts in another order"
    names = (" and ".join(names) or "nothing" for names in (change.before, change.after))
    return f"{change.aspect} {' → '.join(names)}"


def difference_json(difference: Difference) -> dict[str, Any]:
    """A difference as `seips.diff/1`."""
    edits = difference.edits
    return {
        "schema": "seips.diff/1",
        "same": difference.is_empty,
        "compared": difference.compared,
        "changed": difference.changed,
        "blocks": [_block_json(block) for block in difference.blocks],
        "new_answers": [_block_json(block) for block in difference.gained],
        "lost_answers": [_block_json(block) for block in difference.lost],
        "added": [{"kind": name.kind, "id": name.id} for name in edits.added],
        "removed": [{"kind": name.kind, "id": name.id} for name in edits.removed],
        "edited": [
            {"kind": one.kind, "id": one.id, "keys": list(one.keys), "wording_only": one.is_wording}
            for one in edits.edited
        ],
        "reordered": [{"kind": name.kind, "id": name.id} for name in edits.reordered],
    }


def _block_json(block: Block) -> dict[str, Any]:
    return {
        "when": {question: list(options) for question, options in block.when.items()},
        "cases": block.cases,
        "changes": [
            {"aspect": change.aspect, "before": list(change.before), "after": list(change.after)}
            for change in block.changes
        ],
    }
