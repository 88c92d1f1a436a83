"""How we say it to scripts: the JSON of every command. Keys are only ever added within a version of a schema."""

from collections.abc import Sequence
from typing import Any

from .dataset import Contact, Dataset, Evidence, Partnership, Pathway, TierMap, TierPair
from .decision import Answers, Result, have
from .errors import SeipsError, UnansweredQuestion
from .source import Edition
from .whereabouts import Spot, Whereabouts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .postcodes import Source
    from .schools import School

Json = dict[str, Any]


def route_json(result: Result, edition: Edition) -> Json:
    """The result as `seips.route/1`."""
    data = edition.data
    return {
        "schema": "seips.route/1",
        "dataset": dataset_json(edition),
        "answers": dict(result.answers),
        "pathway": pathway_json(data, result.pathway, result.answers),
        "companions": [pathway_json(data, companion, result.answers) for companion in result.companions],
        "tier": tier_json(data.tiers, result.tier) if data.tiers and result.tier else None,
        "partnership": partnership_json(result.partnership) if result.partnership else None,
        "contacts": [contact_json(data, contact) for contact in result.contacts],
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
        "warnings": [warning.text for warning in data.about.warnings],
    }


def pathway_json(data: Dataset, pathway: Pathway, answers: Answers) -> Json:
    """A pathway, with what the answers say of its evidence."""
    return {
        "id": pathway.id,
        "title": pathway.title,
        "summary": pathway.summary,
        "basis": pathway.basis,
        "reading": pathway.reading or None,
        "question_to_put": pathway.question_to_put or None,
        "rank": pathway.rank,
        "steps": list(pathway.steps),
        "evidence": [_evidence_json(item, answers) for item in data.evidence if item.id in pathway.evidence],
        "costs": [
            {"id": cost.id, "text": cost.text, "basis": cost.basis, "cites": list(cost.cites)}
            for cost in data.costs
            if cost.id in pathway.costs
        ],
        "cites": [
            {"paragraph": citation.paragraph, "gloss": citation.gloss}
            | ({"phrase": citation.phrase} if citation.phrase else {})
            for citation in pathway.cites
        ],
    }


def _evidence_json(item: Evidence, answers: Answers) -> Json:
    return {
        "id": item.id,
        "text": item.text,
        "have": have(item, answers),
        "cites": list(item.cites),
        "basis": item.basis,
        "source": item.source or None,
    }


def tier_json(tiers: TierMap, pair: TierPair) -> Json:
    """A pair: the level of every scheme (null where there is none), and how firmly the note backs it."""
    levels = {scheme.id: pair.levels.get(scheme.id) for scheme in tiers.schemes}
    return {**levels, "basis": pair.basis, "cites": list(pair.cites), "why": pair.why}


def partnership_json(partnership: Partnership) -> Json:
    """A partnership and how sure its name is."""
    return {
        "id": partnership.id,
        "name": partnership.name,
        "status": partnership.status,
        "areas": list(partnership.areas),
        "notice": partnership.notice or None,
    }


def contact_json(data: Dataset, contact: Contact) -> Json:
    """A contact with its source; null for what is not known."""
    source = next(source for source in data.sources if source.id == contact.source)
    return {
        "id": contact.id,
        "role": contact.role,
        "title": contact.title,
        "organisation": contact.organisation,
        "partnership": contact.partnership or None,
        "email": contact.email or None,
        "phone": contact.phone or None,
        "url": contact.url or None,
        "note": contact.note or None,
        "status": contact.status,
        "basis": contact.basis,
        "source": source.title,
        "source_url": source.url or None,
        "source_date": source.date,
        "checked_on": source.checked_on.isoformat(),
    }


def contacts_json(edition: Edition, chosen: Sequence[Partnership], contacts: Sequence[Contact]) -> Json:
    """Contacts as `seips.contacts/1`."""
    return {
        "schema": "seips.contacts/1",
        "dataset": dataset_json(edition),
        "partnerships": [partnership_json(partnership) for partnership in chosen],
        "contacts": [contact_json(edition.data, contact) for contact in contacts],
    }


def tier_map_json(edition: Edition, tiers: TierMap, pairs: Sequence[TierPair], answer: str | None = None) -> Json:
    """Tier pairs as `seips.tier-map/1`; *answer* is the level on the other side, where one level was asked for."""
    named = {scheme.id: scheme.name for scheme in tiers.schemes}
    shown = [{"id": pair.id, **tier_json(tiers, pair)} for pair in pairs]
    schema = {"schema": "seips.tier-map/1", "dataset": dataset_json(edition), "schemes": named, "pairs": shown}
    return schema if answer is None else {**schema, "answer": answer}


def where_json(found: Whereabouts, sources: "Sequence[Source]") -> Json:
    """Where something is, as `seips.where/1`."""
    return {
        "schema": "seips.where/1",
        "query": found.query,
        "understood": found.understood or None,
        "home": found.home or None,
        "area": found.area or None,
        "ons_code": found.ons_code or None,
        "district": found.name or None,
        "partnership": _brief(found.partnership),
        "certainty": found.certainty,
        "possible": [_spot_json(spot) for spot in found.possible] + [_school_json(school) for school in found.schools],
        "reason": found.reason,
        "school": _school_json(found.school) if found.school else None,
        "sources": [{"name": one.name, "edition": one.edition, "licence": one.licence} for one in sources],
    }


def _brief(partnership: Partnership | None) -> Json | None:
    return {"id": partnership.id, "name": partnership.name, "status": partnership.status} if partnership else None


def _spot_json(spot: Spot) -> Json:
    return {
        "ons_code": spot.ons_code,
        "district": spot.name,
        "home": spot.home,
        "area": spot.area or None,
        "partnership": _brief(spot.partnership),
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


def error_json(error: SeipsError) -> Json:
    """An error as `seips.error/1`."""
    shown: Json = {"schema": "seips.error/1", "error": error.kind, "message": error.message, "hint": error.hint or None}
    if isinstance(error, UnansweredQuestion):
        shown["missing"] = [{"question": name, "options": list(options)} for name, options in error.missing]
    return shown | ({"faults": list(error.faults)} if error.faults else {})
