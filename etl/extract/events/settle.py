"""Dates correct what the tense told: what lies ahead has not happened, what began may go on."""

from collections.abc import Sequence
from datetime import date

from etl.article import Published
from etl.extract.events.candidate import Candidate
from etl.reading import Reading

_STILL_ON = 2  # days that talks go on after they began, as far as news tells


def settle_status(encounters: Sequence[Candidate], reading: Reading) -> None:
    """Let the dates correct the tense: what lies ahead has not happened."""
    for found in filter(_is_called_past, encounters):
        found.status = "occurred"  # "invited Lund to last month's ceremony"
    published = reading.document.article.published
    if published is None:
        return
    for found in encounters:
        first, last = found.when.earliest, found.when.latest
        held = found.status in ("occurred", "ongoing")
        if held and first and first > published.latest:
            found.status = "planned"
        elif _is_over(found, published):
            found.status = "occurred"  # "flew there to meet": it has come to pass
        elif found.begun and found.status == "occurred" and not _is_past(last, published):
            found.status = "ongoing"
        elif found.type == "Visit":
            began_now = first is not None and (published.latest - first).days <= 1
            if found.status == "occurred" and began_now:
                found.status = "ongoing"
        elif found.status == "ongoing" and last and last < published.earliest:
            found.status = "occurred"


def _is_called_past(found: Candidate) -> bool:
    """Whether its own date is called past, which tells even where none was published."""
    text = (found.when.text or "").casefold()
    own = found.when_rank >= 3 and text.startswith("last ") and not found.again
    return own and found.status in ("planned", "proposed")


def _is_past(day: date | None, published: Published) -> bool:
    """Whether what began on a day is news of the past when an article is published."""
    return day is not None and (published.earliest - day).days > _STILL_ON


def _is_over(found: Candidate, published: Published) -> bool:
    """ "Flew there to meet last week", "would discuss what they said during their May talks"."""
    last = found.when.latest
    if last is None or last >= published.earliest or found.again:
        return False
    doubtful = found.status in ("planned", "proposed") and not found.status_sure
    return doubtful and (found.purpose or found.when_rank >= 3)
