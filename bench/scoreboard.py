"""Ten faults in one small decision table: what does each rule engine say of them at load, before any case is decided?

`python bench/scoreboard.py`, with whichever engines are installed (`pip install zen-engine business-rules
json-logic-qubit bkflow-dmn pyDMNrules`, and `certcc-ssvc`, which asks for Python 3.12). Each gets the table in its own
form, with all that the form can declare, through whatever it has for loading and checking one. An error, a returned
complaint and a logged warning all count, as long as the table without the fault is accepted in silence; every message
is printed below. No engine promises to find all ten, so what each is for is printed too.
"""

import json
import logging
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from itertools import count, pairwise, product
from textwrap import shorten
from typing import Any

Options = Mapping[str, Sequence[str]]
#: A mark in a key that is taken out of the text, so that the key stands there twice.
AGAIN = "__again"
LONGEST = 300
NUMBERS = count(1)


@dataclass(frozen=True)
class Rule:
    """Which pathway is right when each question it names has one of these options."""

    id: str
    pathway: str
    when: Options


@dataclass(frozen=True)
class Table:
    """What to do about a child's need. Options run from milder to worse, and so do pathways."""

    rules: tuple[Rule, ...]
    questions: Options
    pathways: Sequence[str]
    slip: str = ""
    """The key under which rules or their conditions stand is `misspelt`, or `repeated`."""


SOUND = Table(
    rules=(
        Rule("low", "talk", {"need": ["low"]}),
        Rule("some-with-plan", "talk", {"need": ["some"], "plan": ["yes"]}),
        Rule("some-no-plan", "meet", {"need": ["some"], "plan": ["no"]}),
        Rule("high", "act", {"need": ["high"]}),
    ),
    questions={"need": ["low", "some", "high"], "plan": ["yes", "no"]},
    pathways=["talk", "meet", "act"],
)
LOW, WITH_PLAN, NO_PLAN, HIGH = SOUND.rules


def ruled(*rules: Rule) -> Table:
    """The sound table with other *rules*."""
    return replace(SOUND, rules=rules)


FAULTS: dict[str, Table] = {
    "a case with no rule": ruled(LOW, NO_PLAN, HIGH),
    "a case with two outcomes": ruled(LOW, WITH_PLAN, replace(NO_PLAN, when={"need": ["some"]}), HIGH),
    "a rule that never decides": ruled(*SOUND.rules, Rule("again", "talk", {"need": ["low"], "plan": ["yes"]})),
    "an outcome that nothing reaches": replace(SOUND, pathways=["talk", "meet", "act", "refer"]),
    "an unknown question": ruled(replace(LOW, when={"need": ["low"], "age": ["young"]}), WITH_PLAN, NO_PLAN, HIGH),
    "an unknown option": ruled(LOW, WITH_PLAN, NO_PLAN, replace(HIGH, when={"need": ["high", "hihg"]})),
    "a misspelt key": replace(SOUND, slip="misspelt"),
    "a repeated key": replace(SOUND, slip="repeated"),
    "worse need, milder outcome": ruled(LOW, replace(WITH_PLAN, pathway="act"), NO_PLAN, replace(HIGH, pathway="meet")),
    "a question that never matters": replace(SOUND, questions={**SOUND.questions, "day": ["weekday", "weekend"]}),
}


def slipped(part: Any, slip: str, key: str) -> Any:
    """*part* of a document with the slip, wherever *key* stands in it."""
    if isinstance(part, list):
        return [slipped(item, slip, key) for item in part]
    if not isinstance(part, dict):
        return part
    inside = {name: slipped(item, slip, key) for name, item in part.items()}
    if slip == "misspelt":
        return {name[1::-1] + name[2:] if name == key else name: item for name, item in inside.items()}
    return {**inside, key + AGAIN: inside[key]} if slip == "repeated" and key in inside else inside


def as_json(document: Any, table: Table, key: str) -> str:
    """*document* as JSON, with the slip of *table* at *key*."""
    return json.dumps(slipped(document, table.slip, key), indent=1).replace(AGAIN, "")


def columns(table: Table) -> list[str]:
    """The questions declared, and those that rules name all the same."""
    return list(dict.fromkeys([*table.questions, *(name for rule in table.rules for name in rule.when)]))


def cell(rule: Rule, question: str, blank: str = "") -> str:
    """What *rule* asks of *question*, as DMN writes it."""
    return ",".join(f'"{option}"' for option in rule.when.get(question, ())) or blank


def seips(table: Table) -> Iterator[str]:
    """A dataset, read and proven; JSON is YAML too."""
    from seips_cli.errors import BrokenDataset
    from seips_cli.parsing import parse
    from seips_cli.proof.prove import prove

    text = as_json(dataset(table), table, "when")
    try:
        yield from (finding.message for finding in prove(parse(text.encode(), "table.yaml")).findings)
    except BrokenDataset as error:
        yield from error.faults


def dataset(table: Table) -> dict[str, Any]:
    """*table* with all that a dataset needs besides."""
    by_note = {"basis": "stated", "cites": ["p"]}
    questions = [
        {"id": name, "text": name, "why": name, "cites": ["p"], "ordered": "true" if name == "need" else "false"}
        | {"options": [{"id": option, "text": option} for option in options]}
        for name, options in table.questions.items()
    ]
    pathways = [
        {"id": name, "title": name, "summary": name, "basis": "stated", "rank": rank, "steps": [name]}
        | {"cites": [{"paragraph": "p", "gloss": name}]}
        for rank, name in enumerate(table.pathways)
    ]
    day = "2026-11-24"
    return {
        "about": {"title": "t", "version": "1", "checked_on": day, "safeguarding": "s", "warnings": []},
        "guidance": {"title": "t", "revised": "2026-11", "paragraphs": [{"id": "p", "about": "p"}]},
        "sources": [{"id": "n", "title": "n", "date": "2026", "checked_on": day, "confidence": "primary"}],
        "questions": questions,
        "rules": [{"id": r.id, "pathway": r.pathway, "when": dict(r.when), **by_note} for r in table.rules],
        "pathways": pathways,
        **{key: [] for key in ("companions", "evidence", "costs", "contacts")},
    }


def zen(table: Table) -> Iterator[str]:
    """A JSON Decision Model with schemas for input and output, compiled and validated."""
    asked = {name: {"enum": list(options)} for name, options in table.questions.items()}
    made = {"pathway": {"enum": list(table.pathways)}}
    model = decision_model(table, {"type": "object", "properties": asked}, {"properties": made})
    said = import_module("zen").ZenEngine().create_decision(as_json(model, table, "rules")).validate()
    yield from [str(said)] if said else []


def decision_model(table: Table, *schemas: Mapping[str, Any]) -> dict[str, Any]:
    """*table* as the graph that zen-engine decides by, with *schemas*, if any, for what goes in and what comes out."""
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in columns(table)],
        "outputs": [{"id": "pathway", "name": "pathway", "field": "pathway"}],
        "rules": [
            {"_id": rule.id, **{name: cell(rule, name) for name in columns(table)}, "pathway": f'"{rule.pathway}"'}
            for rule in table.rules
        ],
    }
    given, made = ({"schema": json.dumps(schema)} for schema in schemas) if schemas else ({}, {})
    nodes = [("inputNode", given), ("decisionTableNode", content), ("outputNode", made)]
    return {
        "nodes": [{"id": kind, "name": kind, "type": kind, "content": content} for kind, content in nodes],
        "edges": [
            {"id": one[0], "sourceId": one[0], "targetId": other[0], "type": "edge"} for one, other in pairwise(nodes)
        ],
    }


def business_rules(table: Table) -> Iterator[str]:
    """Rules as JSON, and classes that declare variables, options and actions. Nothing loads rules but `run_all`."""
    fields, kinds = import_module("business_rules.fields"), import_module("business_rules.variables")
    select = kinds.select_rule_variable
    asked = {name: select(options=list(options))(lambda _: "") for name, options in table.questions.items()}
    variables = type("Variables", (kinds.BaseVariables,), asked)
    actions = import_module("business_rules.actions")
    choose = actions.rule_action(params={"pathway": fields.FIELD_TEXT})(lambda _, pathway: pathway)
    rules = [
        {
            "conditions": {"all": [_any_of(name, options) for name, options in rule.when.items()]},
            "actions": [{"name": "choose", "params": {"pathway": rule.pathway}}],
        }
        for rule in table.rules
    ]
    json.loads(as_json(rules, table, "conditions"))
    export = import_module("business_rules.utils").export_rule_data
    export(variables, type("Actions", (actions.BaseActions,), {"choose": choose}))
    yield from ()


def _any_of(name: str, options: Sequence[str]) -> dict[str, Any]:
    return {"any": [{"name": name, "operator": "contains", "value": option} for option in options]}


def json_logic(table: Table) -> Iterator[str]:
    """One `if` with a branch for each rule, asked whether it is logic at all."""
    branches: list[Any] = []
    for rule in table.rules:
        branches += [{"and": [{"in": [{"var": q}, list(o)]} for q, o in rule.when.items()]}, rule.pathway]
    document = json.loads(as_json({"if": branches}, table, "if"))
    logic = import_module("json_logic")
    # Later releases than 0.6 tell logic from data, and list the operations they know.
    if hasattr(logic, "is_logic") and not logic.is_logic(document):
        yield "not logic"


def bkflow(table: Table) -> Iterator[str]:
    """A table with the unique hit policy, as the package's own record checks it."""
    document = {
        "title": "table",
        "hit_policy": "Unique",
        "inputs": {
            "cols": [{"id": name} for name in columns(table)],
            "rows": [[cell(rule, name) for name in columns(table)] for rule in table.rules],
        },
        "outputs": {"cols": [{"id": "pathway"}], "rows": [[f'"{rule.pathway}"'] for rule in table.rules]},
    }
    record = import_module("bkflow_dmn.data_model").SingleDecisionTable
    record(**json.loads(as_json(document, table, "inputs")))
    yield from ()


def pydmnrules(table: Table) -> Iterator[str]:
    """A workbook with a glossary, a decision, and a table of the unique hit policy with a row of valid values."""
    workbook = import_module("openpyxl").Workbook()
    _sheet(workbook, "Glossary", _glossary(table))
    heading = "eDcisions" if table.slip == "misspelt" else "Decisions"
    _sheet(workbook, "Decision", [["Decision"], [heading, "Execute Decision Tables"], ["Choose", "Table"]])
    names = columns(table) + (["need"] if table.slip == "repeated" else [])
    valid = [",".join(f'"{option}"' for option in table.questions.get(name, ())) or None for name in names]
    rows: list[list[str | None]] = [["Table"], ["U", *names, "pathway"]]
    rows.append([None, *valid, ",".join(f'"{name}"' for name in table.pathways)])
    rows += [[r.id, *(cell(r, name, "-") for name in names), f'"{r.pathway}"'] for r in table.rules]
    _mark_outputs(_sheet(workbook, "Rules", rows), len(names) + 2)
    yield from import_module("pyDMNrules").DMN().use(workbook).get("errors", [])


def _sheet(workbook: Any, title: str, rows: Iterable[Sequence[str | None]]) -> Any:
    sheet = workbook.create_sheet(title)
    for row in rows:
        sheet.append(row)
    return sheet


def _glossary(table: Table) -> Iterator[list[str | None]]:
    yield ["Glossary"]
    yield ["Variable", "Business Concept", "Attribute"]
    for n, name in enumerate([*table.questions, "pathway"]):
        yield [name, None if n else "Child", name]


def _mark_outputs(sheet: Any, column: int) -> None:
    """The double line that parts outputs from inputs."""
    styles = import_module("openpyxl.styles")
    plain, double = styles.Side(), styles.Side(style="double")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).border = styles.Border(left=double, right=plain, top=plain, bottom=plain)


def ssvc(table: Table) -> Iterator[str]:
    """A decision table in which each combination of values has a row. Every decision point counts as ordered."""
    # What is built is kept in a registry, where a name may not change its meaning.
    edition = f"{next(NUMBERS)}.0.0"
    points = {name: _point(name, edition, options) for name, options in table.questions.items()}
    points["pathway"] = _point("pathway", edition, table.pathways)
    ids = {name: f"{point['namespace']}:{point['key']}:{edition}" for name, point in points.items()}
    document = {
        **_point("table", edition, ()),
        "schemaVersion": "2.0.0",
        "decision_points": {ids[name]: point for name, point in points.items()},
        "outcome": ids["pathway"],
        "mapping": [{ids.get(q, q): o.upper() for q, o in row.items()} for row in _rows(table)],
    }
    del document["values"]
    model = import_module("ssvc.decision_tables.base").DecisionTable
    model.model_validate_json(as_json(document, table, "mapping"))
    yield from ()


def _point(name: str, edition: str, options: Iterable[str]) -> dict[str, Any]:
    values = [{"key": option.upper(), "name": option, "definition": option} for option in options]
    named = {"namespace": "x_example.test#t", "key": name.upper(), "name": name, "definition": name}
    return {**named, "version": edition, "values": values}


def _rows(table: Table) -> Iterator[dict[str, str]]:
    """Each combination that each rule holds for, in words."""
    for rule in table.rules:
        options = {**table.questions, **rule.when}
        yield from (
            dict(zip(options, chosen, strict=True)) | {"pathway": rule.pathway} for chosen in product(*options.values())
        )


@dataclass(frozen=True)
class Engine:
    """A rule engine, what it is for, and how to load a table into it."""

    name: str
    packages: tuple[str, ...]
    purpose: str
    load: Callable[[Table], Iterable[str]]

    @property
    def version(self) -> str:
        """The release that is installed; "" for none."""
        for package in self.packages:
            try:
                return version(package)
            except PackageNotFoundError:
                continue
        return ""


ENGINES = (
    Engine("seips", ("seips-cli",), "one table of a few dozen rules over named options, proven before use", seips),
    Engine("SSVC", ("certcc-ssvc",), "small full tables, a row for each combination; has no rules and no blanks", ssvc),
    Engine("zen-engine", ("zen-engine",), "fast evaluation of large graphs of decisions, drawn in an editor", zen),
    Engine(
        "pyDMNrules", ("pyDMNrules",), "DMN workbooks; input is checked against valid values case by case", pydmnrules
    ),
    Engine("bkflow-dmn", ("bkflow-dmn",), "DMN tables in a workflow; gaps and overlaps are found case by case", bkflow),
    Engine("business-rules", ("business-rules",), "rules built in a form that offers only what exists", business_rules),
    Engine(
        "json-logic", ("json-logic-qubit", "json-logic"), "one expression, small and portable; no tables", json_logic
    ),
)


class Warnings(logging.Handler):
    """What is logged as a warning or worse."""

    def __init__(self, heard: list[str]) -> None:
        """Keep every message in *heard*."""
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.heard.append(record.getMessage())


def said_at_load(engine: Engine, table: Table) -> str:
    """Everything that *engine* says of *table* before it decides anything; "" for nothing."""
    heard: list[str] = []
    listening = Warnings(heard)
    logging.getLogger().addHandler(listening)
    try:
        with redirect_stdout(StringIO()):
            heard.extend(engine.load(table))
    except Exception as error:  # whatever an engine raises is what it has to say
        heard.insert(0, f"{type(error).__name__}: {str(error).split('Stack backtrace')[0]}")
    finally:
        logging.getLogger().removeHandler(listening)
    return shorten("; ".join(heard), LONGEST)


def scores(engine: Engine) -> dict[str, str]:
    """What *engine* says of each fault. Raises RuntimeError if it says something of the sound table too."""
    if said := said_at_load(engine, SOUND):
        raise RuntimeError(f"{engine.name} says of the sound table: {said}")
    return {fault: said_at_load(engine, table) for fault, table in FAULTS.items()}


def rows(found: Mapping[str, Mapping[str, str]]) -> Iterator[list[str]]:
    """The scoreboard: a heading, a row for each fault, and how many of them each engine reports."""
    yield ["fault", *(f"{engine.name} {engine.version or '(not installed)'}" for engine in ENGINES)]
    yield ["---"] * (len(ENGINES) + 1)
    for fault in FAULTS:
        yield [fault, *("yes" if found[e.name][fault] else "no" if e.version else "" for e in ENGINES)]
    yield ["**of ten**", *(str(sum(map(bool, found[e.name].values()))) if e.version else "" for e in ENGINES)]


def main() -> None:
    """Print the scoreboard, then every message."""
    found = {e.name: scores(e) if e.version else dict.fromkeys(FAULTS, "") for e in ENGINES}
    print(f"Python {platform.python_version()}\n")
    for row in rows(found):
        print(f"| {' | '.join(row)} |")
    print("\nWhat each is for:\n")
    for engine in ENGINES:
        print(f"- {engine.name}: {engine.purpose}")
    for engine in ENGINES:
        print(f"\n{engine.name} says:\n")
        for fault, said in found[engine.name].items():
            print(f"- {fault}: {said or ('nothing' if engine.version else 'not installed')}")


if __name__ == "__main__":
    main()
