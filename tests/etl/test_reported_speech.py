"""Speech that is told, not quoted, in sentences of wire style written for these tests."""

from datetime import date

import pytest

from etl.article import Article, Published
from etl.entities import Entity, Kind
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
    for statement in found:
        words = statement.quote or statement.paraphrase
        assert words
        assert words in text
        assert any(words in evidence.exact for evidence in statement.evidence)
    return found


def name(speaker: Entity | str | None) -> str:
    if speaker is None or isinstance(speaker, str):
        return speaker or ""
    return speaker.label.split()[-1] if speaker.kind is Kind.OFFICIAL else speaker.label


def told(text: str) -> list[tuple[str, str]]:
    return [(name(s.speaker), s.paraphrase) for s in statements(text) if s.paraphrase]


def only(text: str) -> Statement:
    found = [s for s in statements(text) if s.paraphrase]
    assert len(found) == 1, [(name(s.speaker), s.paraphrase) for s in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "act", "to"),
    [
        ("sharply criticized Iran for holding the sailors.", "criticise", "Iran"),
        ("condemned the shelling of the old town.", "criticise", ""),
        ("denounced the Syrian government for its use of gas.", "criticise", "Syria"),
        ("accused Moscow of breaking the truce.", "criticise", "Russia"),
        ("lashed out at Turkey over the arrests.", "criticise", "Turkey"),
        ("welcomed the release of the hostages.", "welcome", ""),
        ("praised Norway for hosting the talks.", "welcome", "Norway"),
        ("called on Israel to open the crossing.", "request", "Israel"),
        ("urged Tehran to free the two journalists.", "request", "Iran"),
        ("called for an end to the fighting.", "request", ""),
        ("warned Serbia of new sanctions.", "warn", "Serbia"),
        ("pledged to send more medics to the region.", "commit", ""),
        ("vowed to keep the border open.", "commit", ""),
        ("reaffirmed the alliance's commitment to the Baltic states.", "reaffirm", ""),
        ("denied having met the rebels in secret.", "deny", ""),
        ("denied any role in the attack.", "deny", ""),
        ("expressed concern to Egypt over the arrests of reporters.", "criticise", "Egypt"),
        ("voiced support for the new mission in Mali.", "welcome", ""),
        ("expressed his readiness to return to the talks.", "commit", ""),
    ],
)
def test_acts_told_by_a_predicate(sentence: str, act: str, to: str) -> None:
    statement = only(f"{RENARD} on Tuesday {sentence}")
    assert (name(statement.speaker), statement.speech_act) == ("Renard", act)
    assert name(statement.addressee) == to
    assert statement.paraphrase
    assert statement.paraphrase in sentence


def test_what_is_hoped_is_the_clause() -> None:
    statement = only(f"{RENARD} expressed hope that the truce could last until spring.")
    assert statement.paraphrase == "the truce could last until spring"
    assert statement.speech_act == "hope"


@pytest.mark.parametrize(
    "sentence",
    [
        "did not condemn the shelling of the town.",
        "may urge Iran to free the journalists.",
        "is expected to call on Israel to open the crossing.",
        "left before the council condemned the shelling.",
        "welcomed the Norwegian delegation in Paris.",
        "expressed an interesting thought.",
        "blamed.",
    ],
)
def test_what_was_not_said_is_no_statement(sentence: str) -> None:
    assert told(f"{RENARD} {sentence}") == []


def test_sources_without_a_name_do_not_speak_in_paraphrases() -> None:
    assert told("Analysts criticized Iran for holding the sailors.") == []
    assert told("Critics said on Tuesday that the truce would not hold.") == []


def test_states_and_bodies_speak() -> None:
    assert told("China accused Japan of violating its airspace.") == [
        ("China", "accused Japan of violating its airspace")
    ]
    body = only("The UN Security Council condemned the coup in the strongest terms.")
    assert name(body.speaker) == "UN Security Council"


def test_passive_blame_belongs_to_the_agent() -> None:
    statement = only(f"Iran was criticized by {RENARD} for holding the sailors.")
    assert (name(statement.speaker), name(statement.addressee)) == ("Renard", "Iran")
    assert statement.speech_act == "criticise"


def test_each_of_several_speakers() -> None:
    found = statements(f"{RENARD} and {VOGT} warned North Korea of the cost of a test.")
    assert [(name(s.speaker), name(s.addressee)) for s in found] == [
        ("Renard", "North Korea"),
        ("Vogt", "North Korea"),
    ]
    assert len({s.paraphrase for s in found}) == 1


def test_participle_clauses() -> None:
    text = f"{RENARD} and {VOGT} met in Geneva, with Vogt saying the truce is at a crossroads."
    assert told(text) == [("Vogt", "the truce is at a crossroads")]
    added = f"{RENARD} said that the truce would hold, adding that aid was on its way."
    assert told(added) == [("Renard", "the truce would hold"), ("Renard", "aid was on its way")]


def test_a_second_predicate_is_a_second_statement() -> None:
    text = f"{RENARD} said he was ready to talk and urged Iran to free the two journalists."
    assert told(text) == [
        ("Renard", "he was ready to talk"),
        ("Renard", "urged Iran to free the two journalists"),
    ]
    other = f"{RENARD} said Iran seized a ship and threatened to close the strait."
    assert told(other) == [("Renard", "Iran seized a ship and threatened to close the strait")]


# relays ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "via"),
    [
        (f"{RENARD} pledged to send aid, according to China's official Xinhua.", "Xinhua"),
        (f"According to the White House, {RENARD} pledged to send aid.", "White House"),
        (f"{RENARD} pledged to send aid, the State Department said.", "State Department"),
        (f"{RENARD} pledged to send aid, a senior U.S. official said.", "a senior U.S. official"),
        (f"{RENARD} pledged to send aid, according to Germany.", "Germany"),
        (f"French media said {RENARD} had pledged to send aid.", "French media"),
        (f"{VOGT} said {RENARD} had pledged to send aid.", "Vogt"),
    ],
)
def test_who_relays_what_was_told(sentence: str, via: str) -> None:
    statement = only(sentence)
    assert (name(statement.speaker), name(statement.via)) == ("Renard", via)
    assert statement.speech_act == "commit"


@pytest.mark.parametrize("source", ["Xinhua", "the United States"])
def test_quoted_as_saying(source: str) -> None:
    text = (
        f"{RENARD} was quoted by {source} as saying the truce must hold, and that the fighting "
        "would spread, adding that aid was on its way."
    )
    found = statements(text)
    assert [s.paraphrase for s in found] == [
        "the truce must hold, and that the fighting would spread",
        "aid was on its way",
    ]
    assert {name(s.via) for s in found} == {source.removeprefix("the ")}
    assert {name(s.speaker) for s in found} == {"Renard"}


def test_a_government_office_that_relays_is_itself() -> None:
    via = only(f"{RENARD} pledged to send aid, according to the White House.").via
    assert isinstance(via, Entity)
    assert (via.kind, via.key, via.polity) == (Kind.ORGANIZATION, "white-house", "united-states")


def test_the_last_relay_of_a_chain() -> None:
    text = f"{VOGT} said {RENARD} had pledged to send aid, according to Xinhua."
    assert name(only(text).via) == "Xinhua"


def test_an_agency_that_is_told_relays() -> None:
    statement = only(f"{RENARD} told Xinhua that the truce would hold for a year.")
    assert (name(statement.via), statement.addressee) == ("Xinhua", None)


def test_an_agreement_relays_nothing() -> None:
    text = f"{RENARD} pledged to send aid, according to the agreement."
    assert only(text).via is None


# occasions -------------------------------------------------------------------------------------


def event(text: str, passage: str, number: int = 1) -> Event:
    people = {m.entity for m in read(Article("t", text), Gazetteer.core()).mentions}
    both = tuple(sorted((p for p in people if p.kind is Kind.OFFICIAL), key=lambda p: p.key))
    start = text.index(passage)
    evidence = (Evidence(start, start + len(passage), passage, "test"),)
    return Event(f"meeting-{number}", "Meeting", "talks", "occurred", evidence, participants=both)


MET = f"{RENARD} and {VOGT} met in Geneva on Tuesday."


def made_at(rest: str) -> list[str | None]:
    text = f"{MET}\n\n{rest}"
    return [s.made_at for s in statements(text, (event(text, MET),)) if s.paraphrase]


def test_the_meeting_that_the_clause_names() -> None:
    assert made_at("Renard, in the Geneva meeting, criticized Iran for the arrests.") == [
        "meeting-1"
    ]
    assert made_at("Renard criticized Iran for the arrests in Paris on Friday.") == [None]


def test_what_one_told_the_other_was_told_where_they_met() -> None:
    assert made_at("Renard told Vogt that the truce had no future.") == ["meeting-1"]
    text = f"{MET}\n\nRenard told his German counterpart that the truce had no future."
    statement = statements(text, (event(text, MET),))[-1]
    assert (name(statement.addressee), statement.made_at) == ("Vogt", "meeting-1")


def test_he_also_did_so_there() -> None:
    rest = "During the talks, Renard criticized Iran for the arrests. {} blasted Syria for the war."
    assert made_at(rest.format("He also")) == ["meeting-1", "meeting-1"]
    assert made_at(rest.format("He later")) == ["meeting-1", None]


def test_an_aside_of_the_sentence_that_tells_of_a_meeting() -> None:
    text = f"{MET[:-1]}, with Renard stressing the need for a lasting truce."
    found = statements(text, (event(text, text),))
    assert [(name(s.speaker), s.made_at) for s in found] == [("Renard", "meeting-1")]


# beside quotations -----------------------------------------------------------------------------


def test_a_quotation_is_not_told_twice() -> None:
    text = f'{RENARD} criticized Iran for "a clear breach of the rules of the sea".'
    assert [s.quote for s in statements(text)] == ["a clear breach of the rules of the sea"]


def test_words_of_another_in_a_predicate_are_kept_apart() -> None:
    text = (
        f'{RENARD} voiced concern over "coercive and aggressive actions at sea", '
        "a senior U.S. official said."
    )
    assert [(name(s.speaker), bool(s.quote), name(s.via)) for s in statements(text)] == [
        ("Renard", False, "a senior U.S. official"),
        ("a senior U.S. official", True, ""),
    ]
