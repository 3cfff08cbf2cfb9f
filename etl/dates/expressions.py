"""The grammar of expressions of time: patterns, each with what resolves its matches.

A pattern's group ``core``, where it has one, is the expression without the preposition that tells
it from a name. ``(?i:…)`` is used word by word: months and weekdays are capitalised.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from etl.dates import absolute, relative
from etl.dates.spans import Moment, Span

Resolver = Callable[[re.Match[str], Moment], Span | None]

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|,\d|[.:%]\d)"
YEAR = r"(?:1[5-9]|20)\d\d(?![\d%]|,\d)"
NUMBER = (
    r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|twenty|thirty|forty|fifty|sixty)"
)
UNIT = r"(?:day|week|weekend|month|year|decade)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
WHICH_YEAR = rf"(?:,? ?(?:of )?(?P<year>{YEAR})|,? (?:of )?(?P<which>(?i:this|last|next)) year)"
TO = r"(?: ?- ?| to | through | until | till | and | & )"
PART = (
    r"(?P<part>(?i:early|mid|late|the beginning|the start|the middle|the end|the close|beginning"
    r"|middle|end|the first half|the second half))(?: of| in|-| -)? ?(?:the )?"
)
DEADLINE = r"(?:(?P<by>(?i:by|before|until|till)) )?"
PHASE = r"(?: (?:morning|afternoon|evening|night|noon|midday|midnight))?"
_NOT_THE_DAY = r"(?<!Good )(?<!Black )(?<!Bloody )(?<!Ash )(?<!Palm )(?<!Cyber )"
_NO_NAME = r"(?! (?:Times|Telegraph|Mirror|Post|Express|Mail|Agreement|Accord|Group)\b)"
_REL = r"(?P<rel>(?i:last|next|this past|this coming|this|the coming|coming|the past|past))"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and its resolver. ``bare``: the words may be a name or a verb as well."""

    pattern: re.Pattern[str]
    resolve: Resolver
    bare: bool = False
    ahead_only: bool = False  # an expression of the future, a duration otherwise
    needs: re.Pattern[str] | None = None  # what a text without any match lacks, quick to look for


# In this order: a pattern with a month needs one whatever else it has.
_HINTS = (
    (MONTH, re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")),
    (WEEKDAY, re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")),
    (UNIT, re.compile(rf"{UNIT}|quarter")),
    (YEAR, re.compile(r"\d\d\d\d")),
    (SEASON, re.compile(SEASON)),
)


def _rule(pattern: str, resolve: Resolver, *, bare: bool = False, ahead_only: bool = False) -> Rule:
    needs = next((hint for part, hint in _HINTS if part in pattern), None)
    return Rule(re.compile(rf"\b(?:{pattern})(?!\w)"), resolve, bare, ahead_only, needs)


_DAYS = [
    _rule(r"(?P<iso>\d{4}-\d\d-\d\d)", absolute.iso),
    _rule(
        rf"(?:{WEEKDAY}(?:,| and) )?(?P<m1>{MONTH}) (?P<d1>{DAY})"
        rf"{TO}(?:{WEEKDAY},? )?(?P<m2>{MONTH}) (?P<d2>{DAY}){WHICH_YEAR}?",
        absolute.day_range,
    ),
    _rule(
        rf"(?P<d1>{DAY}) (?P<m1>{MONTH}){TO}(?P<d2>{DAY}) (?P<m2>{MONTH}){WHICH_YEAR}?",
        absolute.day_range,
    ),
    _rule(rf"(?P<m1>{MONTH}) (?P<d1>{DAY}){TO}(?P<d2>{DAY}){WHICH_YEAR}?", absolute.day_range),
    _rule(
        rf"(?P<m1>{MONTH}) (?P<d1>{DAY})(?:, {DAY})+,? and (?P<d2>{DAY}){WHICH_YEAR}?",
        absolute.day_range,
    ),
    _rule(
        rf"(?i:the week of) (?P<m1>{MONTH}) (?P<d1>{DAY}){WHICH_YEAR}?",
        absolute.week_of,
    ),
    _rule(rf"(?P<d1>{DAY}){TO}(?P<d2>{DAY}) (?P<m1>{MONTH}){WHICH_YEAR}?", absolute.day_range),
    _rule(
        rf"(?:{WEEKDAY},? \(?)?(?P<m1>{MONTH}) (?P<d1>{DAY})(?! percent| per cent){WHICH_YEAR}?",
        absolute.month_day,
    ),
    _rule(
        rf"(?:{WEEKDAY},? \(?)?(?:the )?(?P<d1>{DAY})(?: of)? (?P<m1>{MONTH}){WHICH_YEAR}?",
        absolute.month_day,
    ),
]

_PARTS = [
    _rule(
        rf"(?:the )?(?P<quarter>(?i:first|second|third|fourth)) quarter of (?P<year>{YEAR})(?!s)",
        absolute.quarter,
    ),
    _rule(rf"{DEADLINE}{PART}(?P<m1>{MONTH}){WHICH_YEAR}?", absolute.part_of_month),
    _rule(rf"{DEADLINE}{PART}(?P<year>{YEAR})(?!s)", absolute.part_of_year),
    _rule(rf"(?:the )?{PART}(?P<decade>\d\d\d0)s", absolute.part_of_decade),
    _rule(
        rf"{DEADLINE}{PART}(?:(?P<rel>(?i:last|next|this|the)) )?(?P<unit>week|month|year|decade)",
        relative.part_of_unit,
    ),
    _rule(rf"{DEADLINE}(?P<part>the )?(?P<unit>year|month)-end", relative.unit_end),
]

_MONTHS = [
    _rule(rf"(?P<m1>{MONTH}){TO}(?P<m2>{MONTH}){WHICH_YEAR}", absolute.month_range),
    _rule(rf"(?P<m1>{MONTH}){WHICH_YEAR}", absolute.whole_month),
    _rule(rf"{_REL} (?P<m1>{MONTH})", relative.month_of),
    _rule(
        rf"(?i:between|from|in) (?P<core>(?P<m1>{MONTH}){TO}(?P<m2>{MONTH}))",
        absolute.month_range,
    ),
    _rule(
        rf"(?i:in|since|until|till|during|by|before|after|from|through|for|of|and|or|back in) "
        rf"(?P<core>(?P<m1>{MONTH}))",
        absolute.whole_month,
        bare=True,
    ),
    _rule(
        rf"(?:the|a|an|its|his|her|their|our|this|\w+'s?) (?P<core>(?P<m1>{MONTH}))(?= [a-z])",
        absolute.whole_month,
        bare=True,
    ),
    _rule(rf"(?P<m1>{MONTH})(?='s [a-z])", absolute.whole_month, bare=True),
]

_WEEKDAYS = [
    _rule(
        rf"{_NOT_THE_DAY}(?:{_REL} )?(?P<w1>{WEEKDAY}){TO}(?:on )?(?P<w2>{WEEKDAY}){PHASE}",
        relative.weekday_range,
    ),
    _rule(
        rf"{_NOT_THE_DAY}(?:{_REL} )?(?P<w1>{WEEKDAY}){_NO_NAME}{PHASE}"
        r"(?:,? (?:of )?(?P<week>(?i:last|this|next)) week)?",
        relative.weekday,
    ),
]

_RELATIVE = [
    _rule(r"(?i:the day before yesterday)", relative.shifted(-2)),
    _rule(r"(?i:the day after tomorrow)", relative.shifted(2)),
    _rule(r"(?i:yesterday|last night)(?: (?:morning|afternoon|evening))?", relative.shifted(-1)),
    _rule(r"(?i:tomorrow)(?: (?:morning|afternoon|evening|night))?", relative.shifted(1)),
    _rule(
        r"(?i:earlier today|later today|today|tonight|this morning|this afternoon|this evening)"
        r"(?!'s)",
        relative.shifted(0),
    ),
    _rule(
        rf"(?P<mod>(?i:well over|over|more than|nearly|almost|about|around|some|at least|less than"
        rf"|under|just over|just|only|exactly|roughly|approximately|barely) )?"
        rf"(?P<number>(?i:{NUMBER}|several|a few|many|a couple of|half a)) (?P<unit>{UNIT})s? ago",
        relative.ago,
    ),
    _rule(r"(?i:hours|minutes|moments|\w+ hours|\w+ minutes) ago", relative.shifted(0)),
    _rule(
        rf"(?P<within>(?i:in|within)) (?:(?P<mod>(?i:about|around|less than|the next)) )?"
        rf"(?P<number>(?i:{NUMBER})) (?P<unit>{UNIT})s?(?:' time|'s time)?",
        relative.from_now,
        ahead_only=True,
    ),
    _rule(
        rf"(?:(?P<mod>(?i:about|around|less than)) )?(?P<number>(?i:{NUMBER})) (?P<unit>{UNIT})s? "
        r"(?P<within>from now)",
        relative.from_now,
    ),
    _rule(
        rf"(?i:in|over|during|within) (?P<core>the (?:past|last) (?P<number>(?i:{NUMBER})) "
        rf"(?P<unit>{UNIT})s?)",
        relative.past_units,
    ),
    _rule(
        rf"(?P<number>(?i:{NUMBER}|several|a few)) (?P<unit>{UNIT})s? "
        r"(?P<way>later|earlier|previously|before that|after that)",
        relative.unanchored,
    ),
    _rule(
        # "a day after they met": the day of the meeting, reckoned from that of the news
        rf"(?P<number>(?i:{NUMBER})) (?P<unit>{UNIT})s? (?P<way>after|before)(?! that\b)",
        relative.unanchored,
    ),
    _rule(
        rf"(?i:that same|the same|the previous|the following|the next|that) (?P<unit>{UNIT})",
        relative.unanchored,
    ),
    _rule(r"(?i:earlier|later) (?:in the|that) (?P<unit>day)", relative.unanchored),
    _rule(
        rf"(?i:the (?:coming|next few)|the next|coming) (?:\w+ )?(?P<unit>{UNIT})s",
        relative.unanchored,
    ),
    _rule(r"(?i:next) (?:week|month) or (?:two|so)", relative.unanchored),
    _rule(
        rf"(?:(?P<part>(?i:earlier|later|sometime|some time|early|late|mid)) )?{_REL} "
        rf"(?P<unit>{UNIT}|quarter)(?!s)",
        relative.unit,
    ),
    _rule(
        r"(?P<part>(?i:earlier|later)) in the (?P<unit>week|month|year)(?! of)",
        relative.unit,
    ),
    _rule(r"(?i:at|over|during|on|for) (?P<core>the (?P<unit>weekend))", relative.unit),
    _rule(
        rf"(?:{_REL} |(?:in )?the )?(?P<season>{SEASON})(?: of|,)? (?P<year>{YEAR})",
        absolute.season_of_year,
    ),
    _rule(rf"{_REL} (?P<season>{SEASON})", relative.season_of),
]

_YEARS = [
    _rule(rf"(?P<y1>{YEAR}) ?- ?(?P<y2>{YEAR}|\d\d)(?!-)", absolute.year_range),
    _rule(
        rf"(?i:from|between) (?P<core>(?P<y1>{YEAR})(?: to | and | until )(?P<y2>{YEAR}))",
        absolute.year_range,
    ),
    _rule(r"(?i:the) (?P<core>(?P<decade>\d\d\d0)s)", absolute.decade),
    _rule(r"(?i:the year) (?P<year>" + YEAR + ")", absolute.whole_year),
    _rule(
        rf"(?i:in|since|by|until|till|during|from|before|after|of|through|late|early|back to) "
        rf"(?P<core>(?P<year>{YEAR}))",
        absolute.whole_year,
        bare=True,
    ),
    _rule(
        rf"(?:the|a|an|its|his|her|their|our|this|\w+'s?) (?P<core>(?P<year>{YEAR}))(?= [A-Za-z])",
        absolute.whole_year,
    ),
    _rule(rf"\((?P<core>(?P<year>{YEAR}))\)", absolute.whole_year),
]

# In order of precedence: what an earlier rule matched is not looked at again.
RULES = (*_DAYS, *_PARTS, *_MONTHS, *_WEEKDAYS, *_RELATIVE, *_YEARS)
HINTS = frozenset(rule.needs for rule in RULES if rule.needs is not None)
