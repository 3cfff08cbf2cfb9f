"""Polities, organisations and places in sentences such as news agencies write."""

import itertools

import pytest

from etl.annotate import annotate
from etl.article import Article
from etl.document import Mention
from etl.gazetteer import Gazetteer
from etl.names import find_names


def mentions(text: str) -> list[Mention]:
    """Names found in a text, their offsets checked."""
    found = find_names(annotate(Article("t", text)), Gazetteer.core())
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    return found


def named(text: str) -> list[str]:
    """ "SURFACE=KIND/KEY" of every name in a text."""
    return [f"{m.text}={m.entity.kind.value}/{m.entity.key}" for m in mentions(text)]


def keys(text: str) -> list[str]:
    """The keys of the entities named, in text order."""
    return [m.entity.key for m in mentions(text)]


# A capital as a place, and as the government that sits in it

US, KR, JP, CN, KP = "united-states", "south-korea", "japan", "china", "north-korea"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Washington said on Friday it would wait.", [US]),
        ("Washington has not replied to the letter.", [US]),
        ("Officials in Washington were not available.", ["washington"]),
        ("The talks will be held in Tokyo next week.", ["tokyo"]),
        ("The minister flew to Beijing on Sunday.", ["beijing"]),
        ("He returned from Moscow late on Monday.", ["moscow"]),
        ("It was the clearest sign yet of Washington's patience.", [US]),
        ("The adviser told Beijing that time was short.", [CN]),
        ("She visited Beijing twice last year.", ["beijing"]),
        ("The Tokyo-Seoul ties have soured.", [JP, KR]),
        ("Trust between Seoul and Pyongyang is low.", [KR, KP]),
        ("The capital Seoul was calm.", ["seoul"]),
        ("They met in Seoul, South Korea, on May 3.", ["seoul", KR]),
        ("Police north of Baghdad found the car.", ["baghdad"]),
        ("The sanctions on Pyongyang stay in force.", [KP]),
        ("It was seen as a message to Pyongyang.", [KP]),
        ("He left for Havana on Tuesday.", ["havana"]),
        ("an island which Beijing views as its own", [CN]),
        ("They sought cooperation from Moscow on the file.", ["russia"]),
        ("Relations with Caracas have been tense.", ["venezuela"]),
        ("Pyongyang-based diplomats saw nothing.", ["pyongyang"]),
        ("A Beijing-backed candidate won the vote.", [CN]),
        ("The Singapore summit ended without a text.", ["singapore"]),
        ("They toured a dam in Seattle, Washington.", ["seattle", "washington"]),
        ("In Beijing's view the visit was a provocation.", [CN]),
    ],
)
def test_capitals(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "WASHINGTON (AP) - The president will travel next week.",
        "ANKARA, April 8 (AFP) - The parliament meets on Tuesday.",
        "Beijing (Xinhua) -- The premier met his guest.",
    ],
)
def test_a_dateline_is_a_place(text: str) -> None:
    assert mentions(text)[0].entity.kind.value == "place"


def test_washington_dc() -> None:
    assert named("They arrived in Washington, D.C., on Monday.")[0] == "Washington=place/washington"


def test_how_a_polity_is_referred_to() -> None:
    found = mentions("The Kremlin told South Korean officials that China agreed; Tokyo did not.")
    assert [(m.entity.key, m.how.value) for m in found] == [
        ("russia", "metonym"),
        (KR, "demonym"),
        (CN, "name"),
        (JP, "metonym"),
    ]


def test_a_seat_of_government_is_a_building_behind_at() -> None:
    assert named("The White House was silent. They met at the White House.") == [
        "White House=polity/united-states",
        "White House=place/white-house",
    ]


# Names that are also something else


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Michael Jordan opened the tournament and Jordan scored twice.", []),
        ("King Abdullah of Jordan met Jordanian troops.", ["jordan", "jordan"]),
        ("General Motors cut output. Russia's German Gref resigned.", ["russia"]),
        ("U.S. Defense Secretary Lloyd Austin met London Breed.", [US]),
        ("Israel Katz, the Israeli minister, spoke for Israel.", ["israel", "israel"]),
        ("Chad's army and Chadian rebels clashed.", ["chad", "chad"]),
        ("Turkey hosted the dinner, but no turkey was served.", ["turkey"]),
        ("Japan Airlines and the China Daily reported losses in Japan.", [JP]),
        ("The fine was US$100 for each of us, they said.", []),
        ("Mr. Jordan declined to comment.", []),
        ("Chinese polish and Polish china were on show.", [CN, "poland"]),
        ("Abu Musab al-Zarqawi and Karim al-Iraqi were named.", []),
        ("The Oslo accords and the Kyoto Protocol were cited.", []),
        ("The Indian Air Force took part.", ["india"]),
    ],
)
def test_not_every_capitalised_word_is_a_state(text: str, expected: list[str]) -> None:
    assert [k for k in keys(text) if k != "china-daily"] == expected


def test_the_longest_name_wins() -> None:
    assert keys("Papua New Guinea, Guinea-Bissau, Equatorial Guinea and Guinea voted.") == [
        "papua-new-guinea",
        "guinea-bissau",
        "equatorial-guinea",
        "guinea",
    ]
    assert keys("Northern Ireland and Ireland share the island.") == ["northern-ireland", "ireland"]
    assert keys("South Sudan and Sudan, Latin American states, the South China Sea") == [
        "south-sudan",
        "sudan",
        "latin-america",
        "south-china-sea",
    ]


def test_georgia_is_the_country_or_the_state() -> None:
    assert keys("Georgia accused Russia.")[0] == "georgia"
    assert keys("The leaders met on Sea Island, Georgia, near Savannah.")[1] == "georgia-us-state"


def test_congo_is_the_larger_one_unless_brazzaville_is_named() -> None:
    assert keys("Rebels in Congo advanced.") == ["dr-congo"]
    assert keys("Troops from Congo returned to Brazzaville.")[0] == "congo-brazzaville"


def test_the_north_and_the_south_are_korean_only_in_korean_news() -> None:
    assert keys("North Korea replied. The North said the South had lied.") == [KP, KP, KR]
    assert keys("Rain fell in the North and the South of Sudan.") == ["sudan"]
    assert keys("South Korea's two Koreas policy and inter-Korean trade") == [KR]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.N. Security Council voted; the UN and the U.N. agreed.",
         ["un-security-council", "united-nations", "united-nations"]),
        ("Nato, ASEAN and Apec sent observers.", ["nato", "asean", "apec"]),
        ("The EU met G-7 ministers of the G7.", ["european-union", "g7", "g7"]),
        ("who is it, they asked the WHO", ["world-health-organization"]),
        ("Hezbollah, Hamas and the Palestine Liberation Organization",
         ["hezbollah", "hamas", "palestine-liberation-organization"]),
    ],
)  # fmt: skip
def test_organizations(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_news_agencies_are_marked() -> None:
    (agency,) = mentions("The minister, quoted by Xinhua, denied it.")
    assert agency.entity.is_media


# Names that the article introduces


def test_an_unknown_organization_with_its_acronym() -> None:
    text = (
        "The Free Forest Liberation Movement (FFLM) agreed.\n\nFFLM fighters left, the FFLM said."
    )
    key = "organization/free-forest-liberation-movement"
    assert named(text) == [
        f"Free Forest Liberation Movement={key}",
        f"FFLM={key}",
        f"FFLM={key}",
        f"FFLM={key}",
    ]


def test_an_acronym_of_a_known_name() -> None:
    text = "The Gulf Cooperation Council (XGCC) met. The XGCC warned."
    assert keys(text) == ["gulf-cooperation-council"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "The General Security of Military Information Agreement (GSOMIA) lapsed.",
        "A Very Good Book (AVGB) was sold.",
        "Officials of the Movement (XYZ) came.",
    ],
)
def test_no_organization_is_made_of_other_acronyms(text: str) -> None:
    assert keys(text) == []


def test_curly_apostrophes_and_dashes_keep_offsets() -> None:
    text = "“Seoul’s ties — and Tokyo’s — matter,” said South Korea’s envoy."
    assert named(text) == [
        "Seoul=polity/south-korea",
        "Tokyo=polity/japan",
        "South Korea=polity/south-korea",
    ]


def test_every_paragraph_is_searched() -> None:
    text = (
        "OSLO (Reuters) - Talks ended.\n\nPhoto shows delegates in Geneva. (Kyodo)\n\nChina left."
    )
    assert [m.entity.key for m in mentions(text)] == [
        "oslo", "reuters", "geneva", "kyodo-news", "china",
    ]  # fmt: skip
