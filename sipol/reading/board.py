"""The board of a decree: events of lists and tables as officers in one running order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sipol.reading.events import Event, OrganSeen, PersonSeen, PostSeen, RestSeen
from sipol.reading.lexicon import headline, one_of_many
from sipol.reading.page import Page
from sipol.reading.results import OfficerRow
from sipol.reading.wrapping import joined

# "Ketua Dewan Penasihat" names its organ; "Wakil Ketua Bidang Hukum" names a field of work only.
_EDGES = " ,;:"
_ORGAN_IN_POST = re.compile(r"\b((?:dewan|majelis|mahkamah)\s+\w+.*)$", re.IGNORECASE)


def officers_of(events: Iterable[Event], pages: Mapping[int, Page]) -> tuple[OfficerRow, ...]:
    """Officers in the order of the paper; people without a post hold the one told before them."""
    organ, post, sure = "", "", 1.0
    rows: list[OfficerRow] = []
    waiting = False
    for event in events:
        if isinstance(event, OrganSeen):
            organ, post = headline(event.text), ""
        elif isinstance(event, PostSeen):
            post, sure, waiting = event.text, event.confidence, True
        elif isinstance(event, RestSeen) and not (waiting and event.name):
            rows[-1:] = [_completed(row, event) for row in rows[-1:]]
        else:
            waiting = False
            person = _begun(event) if isinstance(event, RestSeen) else event
            if person.position:
                post, sure = person.position, person.post_confidence
            rows.append(_officer(replace(person, post_confidence=sure), len(rows) + 1, organ, post, pages))
    return tuple(replace(row, name=row.name.strip(_EDGES)) for row in rows)


def _begun(rest: RestSeen) -> PersonSeen:
    """The person whose post stands at the end of one page and whose name on the next."""
    return PersonSeen("", rest.name, rest.page, rest.box, rest.confidence)


def _completed(row: OfficerRow, rest: RestSeen) -> OfficerRow:
    position, name = joined([row.position, rest.position]), joined([row.name, rest.name])
    return replace(row, position=position.strip(), name=name.strip())


def _officer(person: PersonSeen, order: int, organ: str, post: str, pages: Mapping[int, Page]) -> OfficerRow:
    position = one_of_many(post)
    named = _ORGAN_IN_POST.search(position)
    seat = headline(person.organ) or organ or (headline(named.group(1)) if named else "")
    return OfficerRow(
        order=order,
        organ=seat,
        position=position,
        name=person.name,
        page=person.page,
        box=pages[person.page].displayed(person.box),
        confidence=round(person.confidence, 3),
        sex=person.sex,
        card_number=person.card_number,
        otherwise=person.otherwise.strip(_EDGES),
        name_box=pages[person.page].displayed(person.name_box) if person.name_box else None,
        post_confidence=round(person.post_confidence, 3),
    )
