"""How we say it to scripts: the JSON of every command. Keys are only ever added within a version of a schema."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from .age import MONTHS, is_stale, months_between, named_on
from .dataset import Contact, Dataset, Evidence, Pathway, TierMap, TierPair
from .decision import Answers, Result, contacts_for, find, have
from .errors import SeipsError, UnansweredQuestion
from .geography import Partnership
from .pages import checked, cost_text
from .source import Edition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .money.charge import Statement, Way
    from .money.cost import Bill, Figure, Part, Total
    from .places.postcodes import Source
    from .places.schools import School
    from .places.whereabouts import Spot, Whereabouts
    from .render import Section

Json = dict[str, Any]


def route_json(result: Result, edition: Edition, today: date | None = None) -> Json:
    """The result as `seips.route/1`."""
    data = edition.data
    return {
        "schema": "seips.route/1",
        "dataset": dataset_json(edition),
        "answers": dict(result.answers),
        "pathway": pathway_json(edition, result.pathway, result.answers, today),
        "companions": [pathway_json(edition, companion, result.answers, today) for companion in result.companions],
        "tier": tier_json(data.tiers, result.tier) if data.tiers and result.tier else None,
        "partnership": partnership_json(data, result.partnership, today) if result.partnership else None,
        "contacts": [contact_json(data, contact, today) for contact in result.contacts],
        "because": [{"question": r.question, "answer": r.answer, "rule": r.rule or None} for r in result.because],
        "unused": dict(result.unused),
        "safeguarding": data.about.safeguarding,
    }


def dataset_json(edition: Edition) -> Json:
    """What was used to answer, and how old it is."""
    data = edition.data
    return {
        "version": data.about.version,
        "guidance_revised": data.guidance.revised,
        "checked_on": data.about.checked_on.isoformat(),
        "digest": edition.digest,
        "local": bool(edition.local),
        "warnings": [warning.text for warning in data.about.warnings],
    }


def pathway_json(edition: Edition, pathway: Pathway, answers: Answers, today: date | None = None) -> Json:
    """A pathway, with what the answers say of its evidence."""
    data = edition.data
    return {
        "id": pathway.id,
        "title": pathway.title,
        "summary": pathway.summary,
        "basis": pathway.basis,
        "reading": pathway.reading or None,
        "question_to_put": pathway.question_to_put or None,
        "rank": pathway.rank,
        "steps": list(pathway.steps),
        "evidence": [_evidence_json(data, item, answers) for item in data.evidence if item.id in pathway.evidence],
        "costs": costs_json(edition, pathway, today),
        "cites": [
            {"paragraph": citation.paragraph, "gloss": citation.gloss}
            | ({"phrase": citation.phrase} if citation.phrase else {})
            for citation in pathway.cites
        ],
    }


def costs_json(edition: Edition, pathway: Pathway, today: date | None = None) -> list[Json]:
    """What a pathway costs; `figure` is what a local file gives where the guidance gives none."""
    return [
        {
            "id": cost.id,
            "text": cost_text(cost, edition, today),
            "basis": cost.basis,
            "cites": list(cost.cites),
            "figure": _own_cost_json(edition, today) if cost.filled_by else None,
        }
        for cost in edition.data.costs
        if cost.id in pathway.costs
    ]


def _evidence_json(data: Dataset, item: Evidence, answers: Answers) -> Json:
    source = next((source for source in data.sources if source.id == item.source), None)
    return {
        "id": item.id,
        "text": item.text,
        "have": have(item, answers),
        "cites": list(item.cites),
        "basis": item.basis,
        "source": source.title if source else None,
        "source_url": source.url or None if source else None,
        "source_date": source.date if source else None,
    }


def confirm_page(data: Dataset) -> str:
    """Where names and areas of partnerships can be confirmed."""
    return data.geography.confirm_at if data.geography else ""


def tier_json(tiers: TierMap, pair: TierPair) -> Json:
    """A pair: the level of every scheme (null where there is none), and how firmly the note backs it."""
    levels = {scheme.id: pair.levels.get(scheme.id) for scheme in tiers.schemes}
    return {**levels, "basis": pair.basis, "cites": list(pair.cites), "why": pair.why}


def partnership_json(data: Dataset, partnership: Partnership, today: date | None = None) -> Json:
    """A partnership, how sure its name is, from where and checked when, and the page to confirm it on."""
    return {
        "id": partnership.id,
        "name": partnership.name,
        "status": partnership.status,
        "areas": list(partnership.areas),
        "notice": partnership.notice or None,
        "confirm_at": confirm_page(data) or None,
        **_checked(data, partnership, today),
    }


def _checked(data: Dataset, known: Partnership | Contact, today: date | None) -> Json:
    """From what source something is known, and when that was last checked."""
    source = find(data.sources, known.source)
    return {
        "source": source.title,
        "source_url": source.url or None,
        "source_date": source.date,
        "checked_on": source.checked_on.isoformat(),
        "stale": is_stale(data, known, today) if today else None,
        "checked": checked(source.checked_on, today),
    }


def contact_json(data: Dataset, contact: Contact, today: date | None = None) -> Json:
    """A contact with its source; null for what is not known. A name entered locally has a day of its own."""
    return {
        "id": contact.id,
        "role": contact.role,
        "title": contact.title,
        "organisation": contact.organisation,
        "organisation_local": named.isoformat() if (named := named_on(data, contact)) else None,
        "partnership": contact.partnership or None,
        "email": contact.email or None,
        "phone": contact.phone or None,
        "url": contact.url or None,
        "note": contact.note or None,
        "status": contact.status,
        "basis": contact.basis,
        **_checked(data, contact, today),
    }


def contacts_json(
    edition: Edition, chosen: Sequence[Partnership], contacts: Sequence[Contact], today: date | None = None
) -> Json:
    """Contacts as `seips.contacts/1`."""
    return {
        "schema": "seips.contacts/1",
        "dataset": dataset_json(edition),
        "partnerships": [partnership_json(edition.data, partnership, today) for partnership in chosen],
        "contacts": [contact_json(edition.data, contact, today) for contact in contacts],
        "average_pupil_cost": _own_cost_json(edition, today),
    }


def _own_cost_json(edition: Edition, today: date | None) -> Json | None:
    """The school's own figure, in pounds a year, and when it was last checked."""
    if (cost := edition.average_pupil_cost) is None:
        return None
    from .money.cost import pounds

    stale = months_between(cost.checked_on, today) >= MONTHS if today else None
    amount = f"{pounds(cost.amount):.2f}"
    return {"amount": amount, "status": "local", "checked_on": cost.checked_on.isoformat(), "stale": stale}


def tier_map_json(edition: Edition, tiers: TierMap, pairs: Sequence[TierPair], answer: str | None = None) -> Json:
    """Tier pairs as `seips.tier-map/1`; *answer* is the level on the other side, where one level was asked for."""
    named = {scheme.id: scheme.name for scheme in tiers.schemes}
    shown = [{"id": pair.id, **tier_json(tiers, pair)} for pair in pairs]
    schema = {"schema": "seips.tier-map/1", "dataset": dataset_json(edition), "schemes": named, "pairs": shown}
    return schema if answer is None else {**schema, "answer": answer}


def where_json(data: Dataset, found: "Whereabouts", sources: "Sequence[Source]", today: date | None = None) -> Json:
    """Where something is, as `seips.where/1`."""
    return {
        "schema": "seips.where/1",
        "query": found.query,
        "understood": found.understood or None,
        "home": found.home or None,
        "area": found.area or None,
        "ons_code": found.ons_code or None,
        "district": found.name or None,
        "partnership": _brief(data, found.partnership, today),
        "certainty": found.certainty,
        "possible": [
            *(_spot_json(data, spot, today) for spot in found.possible),
            *map(_school_json, found.schools),
        ],
        "reason": found.reason,
        "school": _school_json(found.school) if found.school else None,
        "sources": [{"name": one.name, "edition": one.edition, "licence": one.licence} for one in sources],
    }


def _brief(data: Dataset, partnership: Partnership | None, today: date | None) -> Json | None:
    if partnership is None:
        return None
    named = {"id": partnership.id, "name": partnership.name, "status": partnership.status}
    return {**named, **_checked(data, partnership, today)}


def _spot_json(data: Dataset, spot: "Spot", today: date | None) -> Json:
    return {
        "ons_code": spot.ons_code,
        "district": spot.name,
        "home": spot.home,
        "area": spot.area or None,
        "partnership": _brief(data, spot.partnership, today),
    }


def _school_json(school: "School") -> Json:
    return {
        "school": school.name,
        "urn": school.urn or None,
        "ons_code": school.ons_code,
        "kind": school.kind,
        "note": school.note or None,
        "source": school.source,
        "source_date": school.source_date,
    }


def cost_json(
    bill: "Bill", edition: Edition, today: date | None = None, partnership: Partnership | None = None
) -> Json:
    """What a period costs, as `seips.cost/1`; amounts are text; a line is exactly `rate` times `count` / `of`."""
    charge = bill.charge
    return {
        "schema": "seips.cost/1",
        "dataset": dataset_json(edition),
        "from": bill.parts[0].first.isoformat(),
        "to": bill.parts[-1].last.isoformat(),
        "both_days_count": True,
        "years": [_part_json(bill, part, edition.data, today) for part in bill.parts],
        "premium": {"id": bill.premium.id, "text": bill.premium.text} if bill.premium else None,
        "totals": [_total_json(total) for total in bill.totals],
        "left_out": dict(bill.left_out),
        "rounding": "half-up, to the penny, once for each total",
        "summary": {"text": charge.summary, "basis": charge.basis, "cites": list(charge.cites)},
        "assumptions": [_backed_json(one) for one in charge.assumptions],
        "not_charged": [_backed_json(one) for one in charge.not_charged],
        "question_to_put": charge.question_to_put,
        "contacts": [
            contact_json(edition.data, one, today)
            for role in charge.contacts
            for one in contacts_for(edition.data, role, partnership)
        ],
        "safeguarding": edition.data.about.safeguarding,
    }


def _part_json(bill: "Bill", part: "Part", data: Dataset, today: date | None) -> Json:
    figures = {"average_pupil_cost": bill.averages.get(part.year), "pupil_premium": bill.premiums.get(part.year)}
    return {
        "year": part.year,
        "from": part.first.isoformat(),
        "to": part.last.isoformat(),
        "days": part.days,
        "days_in_year": part.days_a_year,
        "complete_weeks": part.weeks,
        **{name: _figure_json(figure, data, today) if figure else None for name, figure in figures.items()},
    }


def _figure_json(figure: "Figure", data: Dataset, today: date | None) -> Json:
    """Pounds a year and who says so; the source's fields are null for what was given or is local."""
    name = figure.rate.source if figure.rate else ""
    source = next((source for source in data.sources if source.id == name), None)
    checked_on = source.checked_on if source else figure.checked_on
    return {
        "amount": f"{figure.amount:.2f}",
        "origin": figure.origin,
        "source": source.title if source else None,
        "source_url": source.url if source else None,
        "source_date": source.date if source else None,
        "confidence": source.confidence if source else None,
        "inferred": (figure.rate.inferred or None) if figure.rate else None,
        "checked_on": checked_on.isoformat() if checked_on else None,
        "stale": months_between(checked_on, today) >= MONTHS if checked_on and today else None,
    }


def _total_json(total: "Total") -> Json:
    return {
        "basis": total.way.id,
        "total": f"{total.amount:.2f}",
        "assumption": _backed_json(total.way),
        "lines": [
            {
                "year": line.part.year,
                "item": line.item,
                "rate": f"{line.figure.amount:.2f}",
                "count": str(line.count),
                "of": line.of,
                "amount": f"{line.amount:.2f}",
            }
            for line in total.lines
        ],
    }


def _backed_json(one: "Statement | Way") -> Json:
    """Something that a total rests on, and how firmly the guidance backs it."""
    return {"id": one.id, "text": one.text, "basis": one.basis, "cites": list(one.cites)}


def explained_json(edition: Edition, kind: str, what: Json) -> Json:
    """What a pathway or a question (its *kind*) is, as `seips.explain/1`."""
    return {"schema": "seips.explain/1", "dataset": dataset_json(edition), "kind": kind, **what}


def page_json(schema: str, edition: Edition, page: "Sequence[Section]") -> Json:
    """A page that is nothing but words: each of its sections, with the lines under it."""
    sections = [{"heading": section.heading, "lines": list(section.lines)} for section in page]
    return {"schema": schema, "dataset": dataset_json(edition), "sections": sections}


def error_json(error: SeipsError) -> Json:
    """An error as `seips.error/1`."""
    shown: Json = {"schema": "seips.error/1", "error": error.kind, "message": error.message, "hint": error.hint or None}
    if isinstance(error, UnansweredQuestion):
        shown["missing"] = [{"question": name, "options": list(options)} for name, options in error.missing]
    return shown | ({"faults": list(error.faults)} if error.faults else {})
