"""Quotations and indirect speech in sentences of wire style, written for these tests."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.article import Article, Published
from etl.entities import Entity
from etl.extract.statements import find_statements
from etl.facts import Event, Evidence, Statement
from etl.gazetteer import Gazetteer
from etl.read import read

DAY = date(2016, 5, 12)
RENARD = "French Foreign Minister Paul Renard"
VOGT = "German Foreign Minister Anna Vogt"


def statements(text: str, events: tuple[Event, ...] = ()) -> list[Statement]:
    article = Article("t", text, published=Published(DAY, DAY))
    found = find_statements(read(article, Gazetteer.core()), events)
    assert [s.id for s in found] == [f"statement-{n}" for n in range(1, len(found) + 1)]
    for statement in found:
        words = statement.quote or statement.paraphrase
        assert words is not None
        assert (statement.quote is None) != (statement.paraphrase is None)
        assert words in text
        assert statement.evidence
        for evidence in statement.evidence:
            assert text[evidence.start : evidence.end] == evidence.exact
        assert words in " ".join(e.exact for e in statement.evidence) or "\n" in words
    return found


def quotes(text: str) -> list[tuple[str, str]]:
    """Speaker (a person's family name, a label or a description) and words of quotations."""
    return [(name(s.speaker), s.quote) for s in statements(text) if s.quote]


def name(speaker: Entity | str | None) -> str:
    if speaker is None or isinstance(speaker, str):
        return speaker or ""
    return speaker.label.split()[-1] if speaker.kind == "official" else speaker.label


def only(found: list[Statement]) -> Statement:
    assert len(found) == 1, [s.quote or s.paraphrase for s in found]
    return found[0]


WORDS = "We will work together for peace"


@pytest.mark.parametrize(
    "sentence",
    [
        f'"{WORDS}," {RENARD} said.',
        f'"{WORDS}," said {RENARD}.',
        f'"{WORDS}," {RENARD} told reporters in Geneva on Tuesday.',
        f'"{WORDS}," according to {RENARD}.',
        f"“{WORDS},” said {RENARD}, who arrived on Monday.",
    ],
)
def test_the_attribution_behind_a_quotation(sentence: str) -> None:
    assert quotes(sentence) == [("Renard", f"{WORDS},")]


@pytest.mark.parametrize(
    "sentence",
    [
        f'{RENARD} said, "{WORDS}."',
        f'{RENARD} said: "{WORDS}."',
        f'{RENARD} met {VOGT} in Geneva on Tuesday, saying: "{WORDS}."',
        f'On Tuesday, {RENARD} told a news conference: "{WORDS}."',
        f'{RENARD} issued a statement saying "{WORDS}."',
    ],
)
def test_the_attribution_before_a_quotation(sentence: str) -> None:
    assert quotes(sentence) == [("Renard", f"{WORDS}.")]


def test_words_within_a_sentence_belong_to_its_speaker() -> None:
    text = f'{RENARD} said the talks were "an important step towards peace" in the region.'
    assert quotes(text) == [("Renard", "an important step towards peace")]


def test_the_outer_speaker_is_taken() -> None:
    text = f'{VOGT} said she believes the plan "will not survive the winter" without aid.'
    assert quotes(text) == [("Vogt", "will not survive the winter")]


def test_a_clause_before_the_speaker_does_not_hide_them() -> None:
    text = (
        f"{RENARD} spoke first. Echoing Renard's comments, the German foreign minister, "
        'Anna Vogt, said "much more help is needed from all of us" in the region.'
    )
    assert quotes(text) == [("Vogt", "much more help is needed from all of us")]


def test_a_verb_that_names_an_act_speaks_for_its_own_subject() -> None:
    text = f'{RENARD} discussed a letter in which {VOGT} pledged "full support for the new plan".'
    assert quotes(text) == [("Vogt", "full support for the new plan")]


def test_what_cannot_speak_is_no_speaker() -> None:
    text = 'The number of dead, the highest so far, added to "a climate of fear and anger" there.'
    assert quotes(text) == []


def test_a_quotation_split_by_its_attribution_is_two() -> None:
    text = f'"We are ready to talk," {RENARD} said, "but we will not wait for ever."'
    assert quotes(text) == [
        ("Renard", "We are ready to talk,"),
        ("Renard", "but we will not wait for ever."),
    ]


def test_a_second_sentence_keeps_the_speaker() -> None:
    text = f'"We are ready to talk," {RENARD} said. "Nobody should doubt our will."'
    assert quotes(text)[1] == ("Renard", "Nobody should doubt our will.")


def test_a_quotation_over_paragraphs_is_one_for_each() -> None:
    text = (
        f'{RENARD} said on Tuesday: "We have come to talk about the truce.\n\n'
        f'"It has held for a week now.\n\n"We want it to hold for good."'
    )
    assert quotes(text) == [
        ("Renard", "We have come to talk about the truce."),
        ("Renard", "It has held for a week now."),
        ("Renard", "We want it to hold for good."),
    ]


def test_a_paragraph_of_quotation_alone_is_the_last_speakers() -> None:
    text = (
        f"{RENARD} met reporters in Geneva. He said the truce was in danger.\n\n"
        '"All sides have to show restraint in the coming days."'
    )
    assert quotes(text) == [("Renard", "All sides have to show restraint in the coming days.")]


def test_short_words_set_apart_are_no_quotation() -> None:
    assert quotes(f'{RENARD} called the plan "a good one" on Tuesday.') == []


def test_a_quotation_within_a_quotation_belongs_to_it() -> None:
    text = f'"They call it the "road to nowhere" in our capital these days," {RENARD} said.'
    assert quotes(text) == [
        ("Renard", 'They call it the "road to nowhere" in our capital these days,')
    ]


def test_an_unclosed_quotation_does_not_swallow_the_next() -> None:
    text = f'"This is an historic day for all. "There are no conditions at all," {RENARD} said.'
    assert [q for _, q in quotes(text)] == [
        "This is an historic day for all.",
        "There are no conditions at all,",
    ]


def test_unnamed_sources_are_described_as_in_the_text() -> None:
    text = (
        "A senior U.S. official said the talks were difficult.\n\n"
        '"We have a long way to go from here," the official said.\n\n'
        '"It is not over yet by far," a Western diplomat told Reuters.'
    )
    assert [s for s, _ in quotes(text)] == ["A senior U.S. official", "a Western diplomat"]


def test_an_attribution_that_encloses_the_sentence() -> None:
    text = (
        f"According to a senior U.S. official, {RENARD} voiced concern about the move, which "
        'followed "a series of missile launches in the east" this month.'
    )
    assert [s for s, _ in quotes(text)] == ["a senior U.S. official"]
    late = (
        f'{RENARD} voiced concern over "coercive and aggressive actions at sea", '
        "a senior U.S. official said."
    )
    assert [s for s, _ in quotes(late)] == ["a senior U.S. official"]


def test_who_relays_the_words() -> None:
    quoted = only(
        statements(f'French presidential spokesman Luc Morel quoted {RENARD} as saying, "{WORDS}."')
    )
    assert (name(quoted.speaker), name(quoted.via)) == ("Renard", "Morel")
    passive = only(statements(f'"{WORDS}," {RENARD} was quoted by Xinhua as saying.'))
    assert (name(passive.speaker), name(passive.via)) == ("Renard", "Xinhua")
    through = only(statements(f'"{WORDS}," {RENARD} said through a translator.'))
    assert (name(through.speaker), through.via) == ("Renard", "a translator")


def test_pronouns_follow_the_last_speaker() -> None:
    text = f'"{WORDS}," {RENARD} said after meeting {VOGT}.\n\n"It will take much time," he added.'
    assert [s for s, _ in quotes(text)] == ["Renard", "Renard"]


def test_a_misspelt_name_is_still_the_official() -> None:
    text = f"{RENARD} arrived in Geneva on Tuesday.\n\n" + f'"{WORDS}," Rennard said.'
    assert quotes(text) == [("Renard", f"{WORDS},")]


def test_a_predicate_quoted_without_its_subject_is_the_subjects() -> None:
    text = 'The UN Security Council "looks forward to further progress in the talks".'
    assert quotes(text) == [
        ("UN Security Council", "looks forward to further progress in the talks")
    ]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        (f'{RENARD} warned that "the window for a deal is closing".', "warn"),
        (f'{RENARD} condemned "the shelling of towns and villages".', "criticise"),
        (f'{RENARD} welcomed "the courage of all the parties".', "welcome"),
        (f'{RENARD} denied that "any money was ever paid".', "deny"),
        (f'{RENARD} reiterated that "the alliance is made of iron".', "reaffirm"),
        (f'{RENARD} urged them "to return to the table now".', "request"),
        (f'"We call on all sides to show restraint," {RENARD} said.', "request"),
        (f'"We will send more aid to the region," {RENARD} said.', "commit"),
        (f'"We hope the truce will last the winter," {RENARD} said.', "hope"),
        (f'"The situation is very difficult indeed," {RENARD} said.', "assert"),
    ],
)
def test_speech_acts(sentence: str, act: str) -> None:
    assert only([s for s in statements(sentence) if s.quote]).speech_act == act


def test_the_addressee() -> None:
    told = only(statements(f'{RENARD} told {VOGT} that "the plan has no future in Europe".'))
    assert name(told.addressee) == "Vogt"


def test_indirect_speech_of_officials() -> None:
    told = only(statements(f"{RENARD} said on Tuesday that the truce would hold."))
    assert told.paraphrase == "the truce would hold"
    assert told.quote is None
    late = only(statements(f"The truce would hold until next year, {RENARD} said."))
    assert late.paraphrase == "The truce would hold until next year"
    aside = only(statements(f"{RENARD} said that the truce would hold, speaking after the talks."))
    assert aside.paraphrase == "the truce would hold"
    marked = only(statements(f'GENEVA, May 12 (AFP) - Time was running "short", {RENARD} said.'))
    assert marked.paraphrase == 'Time was running "short"'
    assert statements("Analysts said on Tuesday that the truce would hold.") == []
    assert statements(f"{RENARD} said so.") == []


def test_what_is_said_concerns_issues() -> None:
    told = only(statements(f'"We need a ceasefire in Syria right now," {RENARD} said.'))
    assert "syria" in told.about


def test_where_it_was_said() -> None:
    first = f"{RENARD} and {VOGT} held a joint press conference in Geneva on Tuesday."
    text = f'{first}\n\n"{WORDS}," Renard said at the press conference.'
    people = {m.entity for m in read(Article("t", text), Gazetteer.core()).mentions}
    both = tuple(sorted((p for p in people if p.kind == "official"), key=lambda p: p.key))
    event = Event(
        "press-event-1",
        "PressEvent",
        "press conference",
        "occurred",
        (Evidence(0, len(first), first, "test"),),
        participants=both,
    )
    told = [s for s in statements(text, (event,)) if s.quote]
    assert only(told).made_at == "press-event-1"
    of_it = text.replace("Renard said at the press conference", "an official said in the talks")
    assert only([s for s in statements(of_it, (event,)) if s.quote]).made_at is None
    elsewhere = text.replace("at the press conference", "in Paris")
    assert only([s for s in statements(elsewhere, (event,)) if s.quote]).made_at is None


_PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "«",
        "»",
        " ",
        "\n\n",
        ", ",
        ". ",
        "he said",
        "Renard told",
        "We want peace now",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_marks_give_verbatim_words(text: str) -> None:
    statements(f"{RENARD} arrived. {text}")
