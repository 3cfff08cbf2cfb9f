"""People: names, titles, roles, coreference and links, on sentences made up in wire style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from etl.annotate import annotate
from etl.article import Article, Published
from etl.document import How
from etl.entities import Entity, Kind
from etl.gazetteer import Gazetteer, PersonRecord, Tenure, fold
from etl.names import find_names
from etl.people import People, find_people

US = Entity(Kind.POLITY, "united-states", "United States")
CHILE = Entity(Kind.POLITY, "chile", "Chile")


class Known:
    """The core gazetteer with other people in it."""

    def __init__(self, records: Sequence[PersonRecord] = ()) -> None:
        self._core = Gazetteer.core()
        self._records = records

    def __getattr__(self, name: str) -> object:
        return getattr(self._core, name)

    def people(self, name: str) -> tuple[PersonRecord, ...]:
        return tuple(r for r in self._records if fold(r.entity.label) == fold(name))

    def is_full_name(self, name: str, key: str) -> bool:
        return any(r.entity.key == key for r in self.people(name))

    def holders(self, polity: str, office: str, on: date) -> tuple[PersonRecord, ...]:
        return tuple(
            r
            for r in self._records
            for t in r.tenures
            if t.polity is not None
            and (t.polity.key, t.office_type) == (polity, office)
            and (t.start or "") <= on.isoformat() < (t.end or "9999")
        )


@dataclass
class Found:
    """What was found in a text, by name."""

    text: str
    people: People

    def roles(self, key: str) -> list[tuple[str | None, str | None, str | None]]:
        return [
            (r.title, r.office_type, r.polity.key if r.polity else None)
            for r in self.people.roles[key]
        ]

    def refers(self, how: How) -> list[tuple[str, str]]:
        return [(m.text, m.entity.key) for m in self.people.mentions if m.how is how]


def find(text: str, *records: PersonRecord, day: str | None = "2015-06-10") -> Found:
    published = None
    if day is not None:
        published = Published(date.fromisoformat(day), date.fromisoformat(day))
    document = annotate(Article("a", text, published=published))
    gazetteer = Known(records)
    names = find_names(document, gazetteer)  # type: ignore[arg-type]
    people = find_people(document, names, gazetteer)  # type: ignore[arg-type]
    for mention in people.mentions:
        assert text[mention.start : mention.end] == mention.text
    for roles in people.roles.values():
        for role in roles:
            assert role.evidence
            for e in role.evidence:
                assert text[e.start : e.end] == e.exact
                assert len(e.exact) <= 300
    return Found(text, people)


def record(
    label: str, qid: str, *tenures: tuple[str, Entity, str, str | None], gender: str | None = None
) -> PersonRecord:
    key = "-".join(fold(label).split())
    return PersonRecord(
        entity=Entity(Kind.OFFICIAL, key, label, qid),
        gender=gender,
        tenures=tuple(
            Tenure(
                office_label=kind,
                office_type=kind,
                polity=polity,
                start=start,
                end=end,
                retrieved="2020-01-01",
                office_qid=None,
            )
            for kind, polity, start, end in tenures
        ),
    )


@pytest.mark.parametrize(
    ("text", "key", "title", "office", "polity"),
    [
        (
            "Norwegian Foreign Minister Kari Holm arrived in Oslo.",
            "kari-holm",
            "Foreign Minister",
            "foreign-minister",
            "norway",
        ),
        (
            "They were opened by Pavel Horak, the Czech Republic's defence minister, on Monday.",
            "pavel-horak",
            "defence minister",
            "defence-minister",
            "czech-republic",
        ),
        (
            "The Chilean prime minister, Jorge Ruiz, left early.",
            "jorge-ruiz",
            "prime minister",
            "head-of-government",
            "chile",
        ),
        (
            "Deputy U.S. Trade Representative Ann Moore signed the paper.",
            "ann-moore",
            "Deputy Trade Representative",
            "deputy-minister",
            "united-states",
        ),
        (
            "Japan's top envoy Kenji Mori met reporters.",
            "kenji-mori",
            "envoy",
            "special-envoy",
            "japan",
        ),
        (
            "The deal was hailed by NATO Secretary-General Lars Dahl.",
            "lars-dahl",
            "Secretary-General",
            "organisation-head",
            "nato",
        ),
        (
            "Rina Patel, 52, head of the Indian delegation to the talks, said so.",
            "rina-patel",
            "head of the Indian delegation to the talks",
            "special-envoy",
            "india",
        ),
        (
            "French foreign ministry spokesman Luc Petit declined to comment.",
            "luc-petit",
            "foreign ministry spokesman",
            "spokesperson",
            "france",
        ),
        (
            "Russian Economic Development and Trade Minister German Orlov signed.",
            "german-orlov",
            "Economic Development and Trade Minister",
            "trade-minister",
            "russia",
        ),
        (
            "Kenyan Minister of Trade, Commerce and Consumer Affairs Peter Otieno signed.",
            "peter-otieno",
            "Minister of Trade, Commerce and Consumer Affairs",
            "trade-minister",
            "kenya",
        ),
        (
            "Turkish Chief of the General Staff Orhan Demir was there.",
            "orhan-demir",
            "Chief of the General Staff",
            "military-officer",
            "turkey",
        ),
    ],
)
def test_title_and_name(text: str, key: str, title: str, office: str, polity: str) -> None:
    assert find(text).roles(key) == [(title, office, polity)]


def test_coordinated_titles_share_the_country() -> None:
    found = find(
        "The talks involved U.S. Secretary of State Paul Grant and Defense Secretary Mary Cole,"
        " and South Korean Foreign Minister Han Tae Il and Defense Minister Seo Jin."
    )
    assert found.roles("mary-cole") == [("Defense Secretary", "defence-minister", "united-states")]
    assert found.roles("seo-jin") == [("Defense Minister", "defence-minister", "south-korea")]


def test_a_list_is_no_apposition() -> None:
    found = find("They met U.S. Secretary of State Paul Grant, Secretary of Defense Mary Cole.")
    assert [r[1] for r in found.roles("paul-grant")] == ["foreign-minister"]
    assert [r[1] for r in found.roles("mary-cole")] == ["defence-minister"]


def test_shared_plural_title() -> None:
    found = find("Foreign Ministers Ivan Petrov of Bulgaria and Ana Costa of Portugal met in Rome.")
    assert found.roles("ivan-petrov") == [("Foreign Minister", "foreign-minister", "bulgaria")]
    assert found.roles("ana-costa") == [("Foreign Minister", "foreign-minister", "portugal")]


def test_counterpart_takes_the_office() -> None:
    found = find(
        "Pakistani Foreign Minister Asad Malik will see his Afghan counterpart, Zia Noor, soon."
    )
    assert found.roles("zia-noor")[0][1:] == ("foreign-minister", "afghanistan")


def test_his_spokesman_serves_the_same_state() -> None:
    found = find(
        "Chilean President Pedro Rojas agreed, according to his spokesman Luis Vega. Vega gave"
        " no details."
    )
    assert found.roles("luis-vega") == [("spokesman", "spokesperson", "chile")]


def test_predecessor_is_former() -> None:
    found = find("Chilean President Pedro Rojas is tougher than his predecessor Juan Soto.")
    (role,) = found.people.roles["juan-soto"]
    assert (role.office_type, role.former) == ("head-of-state", True)
    assert role.polity is not None
    assert role.polity.key == "chile"


@pytest.mark.parametrize(
    "title", ["former U.S. Secretary of State", "ex-President", "then-Prime Minister"]
)
def test_former(title: str) -> None:
    found = find(f"The pact was signed by {title} Paul Grant in 1994.")
    assert found.people.roles["paul-grant"][0].former


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("South Korean President Bae Jin In, in his speech, praised it.", "Bae Jin In"),
        ("Syrian President Nizar al-Hakim spoke.", "Nizar al-Hakim"),
        ("U.N. envoy Pieter van der Berg spoke.", "Pieter van der Berg"),
        ("U.S. President Joseph R. Hale, Jr. spoke.", "Joseph R. Hale, Jr."),
        ("South Korean negotiator Song Dae-ho spoke.", "Song Dae-ho"),
        ("Irish Prime Minister Sean O’Leary spoke.", "Sean O’Leary"),
    ],
)
def test_whole_names(text: str, name: str) -> None:
    found = find(text)
    (forms,) = found.people.surfaces.values()
    assert forms[0] == name


def test_surname_after_a_full_stop() -> None:
    found = find(
        "The plan was backed by Norwegian Foreign Minister Kari Holm. Swedish Foreign Minister"
        " Eva Lind was silent. Holm left."
    )
    assert set(found.people.roles) == {"kari-holm", "eva-lind"}
    assert [e for t, e in found.refers(How.NAME) if t == "Holm"] == ["kari-holm"]


@pytest.mark.parametrize(
    "text",
    [
        "General Motors said it would close the plant in Ohio.",
        '"It is a risk," said John Baker, an analyst at a bank in London.',
        "The reporter Jane Doe was detained in Cairo.",
        "According to the official Xinhua news agency, the talks went well.",
        "Acme spokesman John Baker said the airline would fly to Tokyo.",
    ],
)
def test_not_officials(text: str) -> None:
    assert find(text).people.roles == {}


def test_surnames_of_two_people() -> None:
    found = find(
        "U.S. Congresswoman Ruth Price met Canadian Foreign Minister Alan Price in Ottawa.\n\n"
        "Ms. Price said little."
    )
    late = [e for t, e in found.refers(How.NAME) if t == "Price"]
    assert late == ["ruth-price"]


def test_descriptions_and_pronouns() -> None:
    found = find(
        "South Korean Foreign Minister Han Tae Il met Japanese Prime Minister Goro Abe.\n\n"
        "Han said he was content.\n\n"
        "Sanctions would follow, the South Korean minister said.\n\n"
        "He also called for patience. The prime minister did not speak."
    )
    assert found.refers(How.DESCRIPTION) == [
        ("the South Korean minister", "han-tae-il"),
        ("The prime minister", "goro-abe"),
    ]
    assert found.refers(How.PRONOUN) == [("he", "han-tae-il"), ("He", "han-tae-il")]


def test_ambiguous_description_is_left_alone() -> None:
    found = find(
        "Norwegian Foreign Minister Kari Holm met Swedish Foreign Minister Eva Lind in Oslo."
        " The minister was pleased."
    )
    assert found.refers(How.DESCRIPTION) == []


def test_pronouns_follow_gender() -> None:
    found = find(
        "French spokeswoman Claire Morel spoke after Mr. Dupont, the French trade minister."
        " She was brief."
    )
    assert found.refers(How.PRONOUN) == [("She", "claire-morel")]


def test_link_by_tenure() -> None:
    young = record("Pedro Rojas", "Q1", ("head-of-state", CHILE, "2014-01-01", "2018-01-01"))
    found = find("Chilean President Pedro Rojas spoke.", young)
    assert [r.official.wikidata for r in found.people.roles["pedro-rojas"]] == ["Q1"]


def test_no_link_against_the_polity() -> None:
    other = record("Pedro Rojas", "Q1", ("head-of-state", US, "2014-01-01", None))
    found = find("Chilean President Pedro Rojas spoke.", other)
    assert found.people.roles["pedro-rojas"][0].official.wikidata is None
    assert "Q1" in found.people.declined[0].reason


def test_ambiguous_namesakes_are_declined() -> None:
    one = record("Pedro Rojas", "Q1", ("legislator", CHILE, "2014", None))
    two = record("Pedro Rojas", "Q2", ("legislator", CHILE, "2013", None))
    found = find("Chilean Senator Pedro Rojas spoke.", one, two)
    assert found.people.roles["pedro-rojas"][0].official.wikidata is None
    assert "ambiguous" in found.people.declined[0].reason


def test_tenure_fills_the_polity_of_a_bare_title() -> None:
    known = record("Pedro Rojas", "Q1", ("head-of-state", CHILE, "2014-01-01", None))
    found = find("The visit to Cuba was planned by President Pedro Rojas.", known)
    assert found.roles("pedro-rojas") == [("President", "head-of-state", "chile")]


def test_surname_with_title_links_to_the_holder() -> None:
    known = record("Pedro Rojas", "Q1", ("head-of-state", CHILE, "2014-01-01", None))
    found = find("Chilean President Rojas spoke.", known)
    assert found.roles("pedro-rojas") == [("President", "head-of-state", "chile")]


def test_known_person_without_a_title() -> None:
    known = record("Pedro Rojas", "Q1", ("head-of-state", CHILE, "2014-01-01", None))
    late = record("Maria Silva", "Q2", ("head-of-state", CHILE, "1991-01-01", "1995-01-01"))
    found = find("Pedro Rojas was there. Maria Silva was not.", known, late)
    assert found.roles("pedro-rojas") == [(None, "head-of-state", "chile")]
    assert "maria-silva" not in found.people.roles


def test_without_a_date_title_and_polity_decide() -> None:
    known = record("Pedro Rojas", "Q1", ("head-of-state", CHILE, "2014-01-01", None))
    found = find("Chilean President Pedro Rojas spoke.", known, day=None)
    assert found.people.roles["pedro-rojas"][0].official.wikidata == "Q1"
    found = find("Pedro Rojas spoke to Chilean reporters.", known, day=None)
    assert found.people.roles == {}


@pytest.mark.parametrize(
    ("text", "key", "polity"),
    [
        ("HAVANA President Pedro Rojas of Chile spoke.", "pedro-rojas", "chile"),
        ("In Paris, foreign ministry spokesman Luc Petit was silent.", "luc-petit", "france"),
        (
            "NATO officials headed by its Deputy Secretary-General Ugo Neri came.",
            "ugo-neri",
            "nato",
        ),
        (
            "They saw Thai Deputy Prime Minister and Minister of Foreign Affairs Somchai Dee.",
            "somchai-dee",
            "thailand",
        ),
        (
            "Irish Minister Sean Kelly and his Thai counterpart, Minister Somchai Dee, met.",
            "somchai-dee",
            "thailand",
        ),
        (
            "A deal with Peru pleased Secretary of State Paul Grant.",
            "paul-grant",
            "united-states",
        ),
        (
            '"We wait," spokesman Wu Ling said as the Chinese foreign ministry met him.\n\n'
            "Foreign ministry spokesman Wu Ling gave no date.",
            "wu-ling",
            "china",
        ),
    ],
)
def test_polity_from_the_words_around(text: str, key: str, polity: str) -> None:
    assert {p for _, _, p in find(text).roles(key)} == {polity}


def test_head_of_an_international_body_may_have_held_office_at_home() -> None:
    known = record("Lars Dahl", "Q1", ("head-of-government", CHILE, "2005-01-01", "2009-01-01"))
    found = find("NATO Secretary-General Lars Dahl spoke.", known)
    assert found.people.roles["lars-dahl"][0].official.wikidata == "Q1"
    assert found.roles("lars-dahl") == [("Secretary-General", "organisation-head", "nato")]


def test_speaker_introduced_without_a_name() -> None:
    found = find(
        "The plan was rejected, an opposition representative said in Damascus.\n\n"
        '"We shall wait," Nizar Karam said.\n\n'
        "Karam said the road was long. Syrian leaders did not reply."
    )
    assert found.roles("nizar-karam")[0][:2] == ("opposition representative", "spokesperson")


def test_a_leader_is_not_his_spokesman() -> None:
    found = find(
        "Spokesman Luis Rojas denied it. Chilean President Rojas had left.\n\nRojas was ill."
    )
    assert found.roles("rojas")[0][1] == "head-of-state"
    assert found.roles("luis-rojas")[0][1] == "spokesperson"


def test_same_text_same_people() -> None:
    text = (
        "Chilean President Pedro Rojas met French Foreign Minister Luc Petit and U.S. envoy"
        " Ann Moore. He said little; she said more."
    )
    assert find(text).people == find(text).people
