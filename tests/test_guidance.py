"""The note, paragraph by paragraph: what each says, in our words, and the proof that the program keeps to it."""

from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, decide

Journeys = list[tuple[dict[str, str], Outcome]]
COUNTY_CHILD = {"school": "city-secondary", "home": "county"}


def reached(journeys: Journeys, **answers: str) -> set[str]:
    """The primary pathways of all cases that hold *answers* (hyphens written as underscores)."""
    wanted = {name.replace("_", "-"): option for name, option in answers.items()} | COUNTY_CHILD
    return {o.pathways[0] for a, o in journeys if wanted.items() <= a.items()}


def test_introduction_1(data: Dataset) -> None:
    """The County serves children at risk through five partnerships, and names none of them in the note."""
    assert data.geography
    assert len(data.geography.partnerships) == 5
    assert {partnership.status for partnership in data.geography.partnerships} == {"working-name"}


def test_introduction_2(data: Dataset) -> None:
    """County schools with city children have guidance of their own, at the page the note gives."""
    result = decide(data, {"school": "county-secondary", "home": "city"})
    assert result.contacts[0].url == "https://www.leicsseips.org/city-address-children-in-county-sch"


def test_introduction_3(data: Dataset) -> None:
    """The note is for county children in city schools; everyone else is told so, and by whom they are served."""
    for home in ("city", "elsewhere"):
        assert decide(data, {"school": "city-secondary", "home": home}).pathway.basis == "silent"


def test_difference_1(journeys: Journeys) -> None:
    """The County is glad to hear early: at PSP1 and PSP2a a school with no other need is told it may call."""
    for answers, outcome in journeys:
        early = outcome.pathways == ("own-programmes",) and answers["level"] in {"psp1", "psp2a"}
        assert ("early-contact" in outcome.companions) == early


def test_difference_2(data: Dataset, journeys: Journeys) -> None:
    """At PSP3 (Tier 4) the partnership manages the programme, and the school pays the average cost and no more."""
    assert reached(journeys, exclusion="not-at-risk", level="psp3") == {"programme-managed"}
    assert reached(journeys, exclusion="at-risk", level="psp3") == {"programme-managed"}
    costs = {pathway.id: pathway.costs for pathway in data.pathways}
    assert (
        costs["programme-managed"]
        == costs["panel"]
        == ("school-charge", "partnership-share", "no-provision-bill", "figure-not-given")
    )


def test_access_1(journeys: Journeys) -> None:
    """Below Tier 4, a school that is unsure goes to the forum, and one that is not goes on with its own programmes."""
    settled = {"exclusion": "not-at-risk", "heading_for_tier_4": "no"}
    assert reached(journeys, **settled, support="yes") == {"inclusion-forum"}
    assert reached(journeys, **settled, support="no", ehcp="no") == {"own-programmes"}


def test_access_2(journeys: Journeys) -> None:
    """SENA expects advice sought and followed, then a SEND plan carried out and reviewed, before it is asked."""
    settled = {"exclusion": "not-at-risk", "heading_for_tier_4": "no", "support": "no", "ehcp": "yes"}
    assert reached(journeys, **settled, partnership_advice="no") == {"inclusion-forum"}
    assert reached(journeys, **settled, partnership_advice="yes", send_plan="no") == {"review-send-plan"}
    assert reached(journeys, **settled, partnership_advice="yes", send_plan="yes") == {"sena-assessment"}


def test_access_2_gives_the_address_of_sena(data: Dataset) -> None:
    """The one address that the note prints is the one shown."""
    (sena,) = (contact for contact in data.contacts if contact.id == "sena")
    assert (sena.email, sena.status) == ("senaservice@leics.gov.uk", "stated")


def test_access_3(data: Dataset, journeys: Journeys) -> None:
    """A child at risk of Tier 4 or of permanent exclusion goes to the panel, through the co-ordinator."""
    assert reached(journeys, exclusion="not-at-risk", heading_for_tier_4="yes") == {"panel"}
    assert reached(journeys, exclusion="at-risk") == {"panel", "programme-managed"}
    (panel,) = (pathway for pathway in data.pathways if pathway.id == "panel")
    assert panel.contacts[0] == "co-ordinator"


def test_every_paragraph_is_cited(data: Dataset) -> None:
    """No paragraph of the note is left without something that follows from it."""
    cited = {citation.paragraph for pathway in data.pathways for citation in pathway.cites}
    assert cited == {paragraph.id for paragraph in data.guidance.paragraphs}
