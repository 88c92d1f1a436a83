"""Words that tell of nobody, wherever they stand, and what a code may have beside its figures."""

import re


def each(words: str) -> frozenset[str]:
    """The words in *words*."""
    return frozenset(words.split())


#: Words that every school's lists have, and that are nobody's name. Also a number's, and what sets numbers apart.
WORDS = each(
    "id ref reference case row record entry item line code number no num total count batch file sheet page part "
    "version draft final list pupil student school academy college trust centre primary secondary junior infant "
    "middle sixth upper lower senior class form tutor group set band house year yr key stage ks phase cohort "
    "intake section block half full time term session lesson period room site campus team panel meeting review "
    "level tier support plan referral visit date deadline day week month weekly monthly termly annual hour minute "
    "morning afternoon autumn spring summer winter monday tuesday wednesday thursday friday red amber green blue "
    "yellow orange purple north south east west one two three four five six seven eight nine ten eleven twelve "
    "thirteen first second third fourth seventh eighth ninth tenth eleventh yes true false none null na nil other "
    "all any both either unknown tbc tbd open closed pending active inactive new old started complete completed "
    "done progress hold awaiting sent received due overdue agreed approved declined rejected ready booked "
    "cancelled postponed scheduled planned current previous last next urgent low medium high priority maths "
    "mathematics english science history geography music drama pe pshe ict computing french german spanish latin "
    "technology design languages humanities sen send senco ehcp ehc pp fsm eal lac pru iep la special mainstream "
    "maintained independent waiting do ok referred checked call back language literature lang lit tick med wc "
    "seip seips sims cpoms ticket january february march july september october november december an and at by "
    "for from in is least most not of on or the to with ongoing under submitted accepted withdrawn resolved "
    "deferred monitoring confirmed roll managed move further action nfa critical rag head slt dsl pastoral ap "
    "alternative provision internal external hr hrs min mins mile miles oak elm maple birch cedar beech sapphire "
    "emerald diamond mon tue tues wed thu thurs fri am pm asap wb leics lcc aut spr sum be exclusion suspension "
    "semh slcn spld mld sld pmld msi asd adhd cin cp cla eha pex fte part timetable reduced"
)


#: Letters on end; and those that a code may have beside a figure.
LETTERS = re.compile(r"[^\W\d_]+")
CODED = re.compile("[A-Z]{1,3}|[a-z]{1,3}|[A-Z][a-z]")
#: One letter alone. Of two, somebody could be known.
INITIAL = re.compile(r"(?<![^\W_])[A-Za-z](?![^\W_])")
#: A token that a program made: it has no words in it.
MADE = re.compile(
    r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|(?=\w*[a-f])(?=\w*\d)(?:[0-9a-f]{16,64})", re.IGNORECASE
)


def is_known(word: str) -> bool:
    """Whether *word* is one of them, in any case, or more than one such thing."""
    return word.casefold() in WORDS or word.casefold().removesuffix("s") in WORDS
