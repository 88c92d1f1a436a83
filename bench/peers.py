"""One table: seips beside other rule engines in one process, its rules as SQL, and its command beside other programs.

`make bench-peers`, or `python -m bench.peers` with whichever engines are installed; what is left out, stderr names. In
one process every engine gets the rules in its own form, made from the same table, and each case as a dictionary; it
says which pathway is right. Before anything is timed, every engine decides every case, and the answers are compared.
For SQL see exported.py, for whole commands processes.py, and for how all of them are timed timing.py.
"""

import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from bench import exported, processes
from bench.scoreboard import Rule, Table, decision_model
from bench.timing import HEAD, Program, leave_out, rows
from tests.generated_tables import questions, split

from seips_cli.decision import Outcome, as_sets, diagram_of
from seips_cli.diagram import Clause, Diagram, Variable, compile_diagram
from seips_cli.source import load

ROUNDS = 7
MOST = 200_000
#: How long one engine may take in a round; a slower one is timed on the first of the cases.
PATIENCE = 0.5

Case = Mapping[str, str]
Decide = Callable[[Sequence[Case]], Sequence[str]]


@dataclass(frozen=True)
class Workload:
    """Rules, the diagram that seips makes of them, and cases, no two alike."""

    name: str
    table: Table
    diagram: Diagram[Outcome]
    cases: Sequence[Case]


@dataclass(frozen=True)
class Engine:
    """A way to decide, the package that it is in, and how to make it from rules."""

    name: str
    package: str
    made: Callable[[Workload], Decide]


def workloads() -> Iterator[Workload]:
    """What is measured: the shipped rules on every combination of answers, and a generated table."""
    data = load(Path(__file__).parent.parent / "data" / "partnerships.yaml").data
    yield workload("the shipped rules", diagram_of(data), [(rule.pathway, as_sets(rule.when)) for rule in data.rules])
    variables = questions(8, 5)
    rules = [(f"p{n}", clause) for n, clause in enumerate(split(variables, 30))]
    leaves = [Outcome((pathway,), (), "", "", ()) for pathway, _ in rules]
    clauses = [clause for _, clause in rules]
    diagram = compile_diagram(variables, clauses, lambda holding: leaves[holding.bit_length() - 1])
    yield workload("a generated table", diagram, rules)


def workload(name: str, diagram: Diagram[Outcome], rules: Sequence[tuple[str, Clause]]) -> Workload:
    """*rules* as *diagram* holds them and as a table, with the first cases of all in a fixed, mixed order."""
    # zen-engine reads a hyphen in the name of a field as a minus.
    asked = {variable.id.replace("-", "_"): variable.options for variable in diagram.variables}
    renamed = replace(diagram, variables=tuple(Variable(*item) for item in asked.items()))
    whens = [{q.replace("-", "_"): options for q, options in when.items()} for _, when in rules]
    listed = [{q: [option for option in asked[q] if option in options] for q, options in w.items()} for w in whens]
    table = Table(
        tuple(Rule(f"r{n}", rule[0], when) for n, (rule, when) in enumerate(zip(rules, listed, strict=True))),
        asked,
        list(dict.fromkeys(pathway for pathway, _ in rules)),
    )
    combinations = list(product(*asked.values()))
    Random(1).shuffle(combinations)
    cases = [dict(zip(asked, combination, strict=True)) for combination in combinations[:MOST]]
    told = f"{name}: {len(rules)} rules, {len(asked)} questions, {len(cases):,} distinct cases"
    return Workload(told, table, renamed, cases)


def seips(work: Workload) -> Decide:
    """The walk down the diagram; its outcome holds companions, tier and contacts too."""
    return lambda cases: [outcome.pathways[0] for outcome in work.diagram.outcomes(cases)]


def seips_asking(work: Workload) -> Decide:
    """The walk that also keeps which answers counted."""
    follow, leaves = work.diagram.follow, work.diagram.leaves
    return lambda cases: [leaves[~follow(case)[1]].pathways[0] for case in cases]


def logic(table: Table) -> dict[str, Any]:
    """One `if` with a branch for each rule."""
    branches: list[Any] = []
    for rule in table.rules:
        branches += [{"and": [_one_of({"var": q}, options) for q, options in rule.when.items()]}, rule.pathway]
    return {"if": branches}


def _one_of(variable: Mapping[str, str], options: Sequence[str]) -> dict[str, Any]:
    return {"in": [variable, list(options)]} if len(options) > 1 else {"==": [variable, options[0]]}


def datalogic(work: Workload) -> Decide:
    """JSON Logic, compiled once, in a session that is kept."""
    engine = import_module("datalogic_py").Engine()
    rule, evaluate = engine.compile(logic(work.table)), engine.session().evaluate
    return lambda cases: [evaluate(rule, case) for case in cases]


def datalogic_batch(work: Workload) -> Decide:
    """The same, all cases handed over at once; what comes back is JSON."""
    package = import_module("datalogic_py")
    engine = package.Engine()
    rule, session, handle = engine.compile(logic(work.table)), engine.session(), package.DataHandle
    return lambda cases: [said[1:-1] for said in session.evaluate_batch(rule, [handle(case) for case in cases])]


def zen(work: Workload) -> Decide:
    """A decision table that the engine holds, compiled; a decision of `create_decision` takes many times as long."""
    evaluate = _zen_engine(work).evaluate
    return lambda cases: [evaluate("table", case)["result"]["pathway"] for case in cases]


def zen_batch(work: Workload) -> Decide:
    """The same decision table, all cases handed over at once."""
    decide = _zen_engine(work).evaluate_batch
    return lambda cases: [
        done["data"]["result"]["pathway"] for done in decide([{"key": "table", "context": case} for case in cases])
    ]


def _zen_engine(work: Workload) -> Any:
    content = {"table": decision_model(work.table)}
    return import_module("zen").ZenEngine({"loader": {"type": "static", "content": content}})


def json_logic(work: Workload) -> Decide:
    """The same JSON Logic, in plain Python."""
    evaluate, document = import_module("json_logic").jsonLogic, logic(work.table)
    return lambda cases: [evaluate(document, case) for case in cases]


def business_rules(work: Workload) -> Decide:
    """Rules over variables that are chosen from options, until the first that holds."""
    kinds, actions = import_module("business_rules.variables"), import_module("business_rules.actions")
    text = import_module("business_rules.fields").FIELD_TEXT
    run = import_module("business_rules").run_all
    asked = {
        question: kinds.select_rule_variable(options=list(options))(lambda self, q=question: [self.case[q]])
        for question, options in work.table.questions.items()
    }
    variables = type("Variables", (kinds.BaseVariables,), asked)
    choose = actions.rule_action(params={"pathway": text})(lambda self, pathway: self.said.append(pathway))
    chosen = type("Actions", (actions.BaseActions,), {"choose": choose})
    rules = [
        {
            "conditions": {"all": [_any_of(name, options) for name, options in rule.when.items()]},
            "actions": [{"name": "choose", "params": {"pathway": rule.pathway}}],
        }
        for rule in work.table.rules
    ]

    def decide(cases: Sequence[Case]) -> list[str]:
        given, made = variables(), chosen()
        made.said = []
        for given.case in cases:
            run(rules, given, made, stop_on_first_trigger=True)
        said: list[str] = made.said
        return said

    return decide


def _any_of(name: str, options: Sequence[str]) -> dict[str, Any]:
    conditions = [{"name": name, "operator": "contains", "value": option} for option in options]
    return {"any": conditions} if len(options) > 1 else conditions[0]


#: The first is what the others are compared with, and the second the control.
ENGINES = (
    Engine("seips, ids alone", "seips-cli", seips),
    Engine("control: seips, ids alone", "seips-cli", seips),
    Engine("seips, with the answers that counted", "seips-cli", seips_asking),
    Engine("datalogic-py", "datalogic-py", datalogic),
    Engine("datalogic-py, in one batch", "datalogic-py", datalogic_batch),
    Engine("zen-engine, decision table", "zen-engine", zen),
    Engine("zen-engine, in one batch", "zen-engine", zen_batch),
    Engine("business-rules", "business-rules", business_rules),
    Engine("json-logic-qubit", "json-logic-qubit", json_logic),
)


def release(engine: Engine) -> str:
    """The release of *engine* that is installed; "" for none."""
    try:
        return version(engine.package)
    except PackageNotFoundError:
        return ""


def programs(work: Workload) -> Iterator[Program]:
    """Each engine that is installed and has answered every case as seips does; of the others, why they are left out."""
    expected = seips(work)(work.cases)
    for engine in ENGINES:
        if not release(engine):
            leave_out(f"{engine.name}: not installed")
            continue
        decide = engine.made(work)
        start = time.perf_counter()
        wrong = sum(one != other for one, other in zip(decide(work.cases), expected, strict=True))
        most = int(len(work.cases) * PATIENCE / (time.perf_counter() - start))
        if wrong:
            leave_out(f"{engine.name}: differs on {wrong:,} of {len(work.cases):,} cases")
        else:
            cases = work.cases[:most]
            yield Program(engine.name, partial(decide, cases), release(engine), len(cases))


def in_process() -> Iterator[str]:
    """The rows for one process."""
    for work in workloads():
        yield from rows(work.name, [*programs(work)], ROUNDS)


def main() -> None:
    """Print the one table."""
    print(f"CPython {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores\n\n{HEAD}", flush=True)
    for part in (in_process, exported.in_engines, processes.as_processes):
        for row in part():
            print(row, flush=True)


if __name__ == "__main__":
    main()
