"""Names that mean several things, in sentences such as news agencies write, with all people known.

The sentences are made up; names, offices and dates are those of the reference data.
"""

from datetime import date

import pytest
from running import ROOT

from etl.annotate import annotate
from etl.article import Article, Published
from etl.consolidate.tenures import agreeing_tenure
from etl.document import Mention
from etl.gazetteer import Gazetteer, Tenure
from etl.names import find_names
from etl.people import People, find_people
from etl.readers import read_articles


def read(article: Article, gazetteer: Gazetteer) -> tuple[list[Mention], People]:
    """The names and the people of an article."""
    document = annotate(article)
    names = find_names(document, gazetteer)
    return names, find_people(document, names, gazetteer)


def written(text: str, day: str | None) -> Article:
    """An article of one day."""
    on = date.fromisoformat(day) if day else None
    return Article("t", text, published=Published(on, on) if on else None)


def items(people: People) -> dict[str, str | None]:
    """Name in the text -> label of the person linked, None for a person without a link."""
    return {k.name: k.entity.label if k.entity.wikidata else None for k in people.links}


def tenures(text: str, day: str, gazetteer: Gazetteer) -> dict[str, Tenure | None]:
    """Name in the text -> the tenure that the first role is tied to."""
    article = written(text, day)
    _, people = read(article, gazetteer)
    found = {}
    for link in people.links:
        record = gazetteer.person(link.entity.key)
        role = people.roles[link.entity.key][0]
        found[link.name] = agreeing_tenure(role, record, article.published) if record else None
    return found


# People who share a name


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("U.S. National Security Adviser Jake Sullivan flew to Vienna.", "2022-03-14",
         {"Jake Sullivan": "Jake Sullivan"}),
        ("U.S. Ambassador to Russia John J. Sullivan left Moscow.", "2022-03-14",
         {"John J. Sullivan": "John J. Sullivan"}),
        ("U.S. Ambassador to Russia John Sullivan left Moscow.", "2022-03-14",
         {"John Sullivan": "John J. Sullivan"}),
        ("U.S. Deputy Secretary of State John Sullivan met the minister.", "2018-09-03",
         {"John Sullivan": "John J. Sullivan"}),
        # One in the House until 2013, the other out of office then: not the ambassador of later.
        ("U.S. Representative John Sullivan asked for a hearing.", "2011-05-04",
         {"John Sullivan": "John Sullivan"}),
        # He sat in the House, and whoever sits there does not speak for the department.
        ("U.S. State Department spokesman John Sullivan declined to comment.", "2011-05-04",
         {"John Sullivan": None}),
        # Ireland has an ambassador, and no tenure of this name.
        ("Irish Ambassador John Sullivan was recalled.", "2022-03-14", {"John Sullivan": None}),
    ],
)  # fmt: skip
def test_the_two_sullivans(
    text: str, day: str, expected: dict[str, str | None], full_gazetteer: Gazetteer
) -> None:
    assert items(read(written(text, day), full_gazetteer)[1]) == expected


def test_both_sullivans_in_one_article(full_gazetteer: Gazetteer) -> None:
    text = (
        "U.S. National Security Adviser Jake Sullivan spoke to Nikolai Patrushev by phone.\n\n"
        "The U.S. ambassador to Russia, John Sullivan, was summoned to the ministry in Moscow."
    )
    _, people = read(written(text, "2022-03-14"), full_gazetteer)
    found = items(people)
    assert found["Jake Sullivan"] == "Jake Sullivan"
    assert found["John Sullivan"] == "John J. Sullivan"


@pytest.mark.parametrize("seed", ["003_9712453ec5dae5c9", "004_024c5c7753628f66"])
def test_park_is_park_jin(seed: str, full_gazetteer: Gazetteer) -> None:
    (article,) = read_articles([ROOT / "seeds" / f"{seed}.txt"]).articles
    _, people = read(article, full_gazetteer)
    (park,) = [m.entity for m in people.mentions if m.text == "Park"][:1]
    assert park.label == "Park Jin"
    assert {m.entity.key for m in people.mentions if m.text.startswith("Park")} == {park.key}
    assert people.roles[park.key][0].office_type == "foreign-minister"


def test_an_office_changes_hands_within_a_day(full_gazetteer: Gazetteer) -> None:
    text = (
        "South Korean Foreign Minister Park Jin took office.\n\n"
        "South Korean Foreign Minister Chung Eui-yong had led the ministry for a year."
    )
    found = tenures(text, "2022-05-12", full_gazetteer)
    assert (found["Park Jin"] or pytest.fail("none")).start == "2022-05-12"
    assert found["Chung Eui-yong"] is None
    found = tenures(text, "2022-05-11", full_gazetteer)
    assert found["Park Jin"] is None
    assert (found["Chung Eui-yong"] or pytest.fail("none")).end == "2022-05-12"


def test_park_jin_is_foreign_minister_in_june(full_gazetteer: Gazetteer) -> None:
    text = "Park Jin, the South Korean foreign minister, met reporters in Washington."
    tenure = tenures(text, "2022-06-13", full_gazetteer)["Park Jin"]
    assert tenure is not None
    assert (tenure.office_type, tenure.start) == ("foreign-minister", "2022-05-12")
    one = full_gazetteer.holders("south-korea", "foreign-minister", date(2022, 5, 12))
    assert [r.entity.label for r in one] == ["Park Jin"]


@pytest.mark.parametrize(
    ("text", "day", "name", "label"),
    [
        # A namesake's seat in another state's parliament is no reason.
        ("British Ambassador John Weston said the council was united.", "1998-04-24",
         "John Weston", None),
        # The son, whose label ends in "Jr.", is not meant by the bare name.
        ("Czech Prime Minister Vaclav Klaus met his Slovak counterpart.", "2004-02-01",
         "Vaclav Klaus", "Václav Klaus"),
        # Held office years before, at the head of a movement of the same state now.
        ("Riad Hijab, head of the Higher Negotiation Committee, arrived in Geneva.", "2016-02-03",
         "Riad Hijab", "Riyad Farid Hijab"),
        # One letter makes another surname: an office that lies in the future is no reason either.
        ("EU foreign policy chief Javier Solana met the premier.", "2005-11-30",
         "Javier Solana", None),
        # Taiwan's minister of 1996 is no member of parliament of 2012 with a like name.
        ("Taiwan Foreign Minister John Chang flew to Panama.", "1996-09-09", "John Chang", None),
        ("Russian envoy Alexander Alexeyev left the talks.", "2005-11-08",
         "Alexander Alexeyev", "Aleksandr Alekseyev"),
        ("Congolese President Denis Sassou Nguesso spoke in Brazzaville.", "2022-06-13",
         "Denis Sassou Nguesso", "Denis Sassou-Nguesso"),
        ("Bissau-Guinean President Umaro Embalo spoke.", "2022-07-06",
         "Umaro Embalo", "Umaro Sissoco Embaló"),
        ("Rep. Jim Jordan, an Ohio Republican, opposed the bill.", "2022-06-13",
         "Jim Jordan", "Jim Jordan"),
    ],
)  # fmt: skip
def test_who_is_meant(
    text: str, day: str, name: str, label: str | None, full_gazetteer: Gazetteer
) -> None:
    assert items(read(written(text, day), full_gazetteer)[1])[name] == label


@pytest.mark.parametrize("day", ["2016-04-05", "2022-11-14"])
def test_no_office_is_made_up_for_years_without_one(day: str, full_gazetteer: Gazetteer) -> None:
    _, people = read(written("Donald Trump spoke to U.S. voters in Ohio.", day), full_gazetteer)
    assert people.roles == {}
    assert any("no office at the time" in d.reason for d in people.declined)


# Names of states that are people, places and other states


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Korea and Japan agreed, an official in Seoul said.", ["south-korea", "japan", "seoul"]),
        ("The Republic of Korea and the Democratic People's Republic of Korea sent teams.",
         ["south-korea", "north-korea"]),
        ("Korea Electric Power Corp. bid for the plant.", []),
        ("Georgia's parliament voted as crowds stood in Tbilisi.", ["georgia", "tbilisi"]),
        ("He grew up in Macon, Georgia, and taught at Georgia Tech.",
         ["macon", "georgia-us-state"]),
        ("Voters in Georgia and Arizona will choose senators.", ["georgia-us-state", "arizona"]),
        ("They met in Batumi, Georgia, on Monday.", ["batumi", "georgia"]),
        ("Russia and Georgia signed the ceasefire.", ["russia", "georgia"]),
        ("King Abdullah of Jordan flew from Amman to Cairo.", ["jordan", "amman", "cairo"]),
        ("Senator Jordan Ellis asked about aid to Jordan.", ["jordan"]),
        ("Vernon Jordan was an adviser, and Jordan knew the file.", []),
        ("Israeli troops crossed the Jordan.", ["israel", "jordan-valley"]),
        ("The Jordan River valley was flooded.", ["jordan-valley"]),
        ("The Jordan government declined to comment.", ["jordan"]),
        ("Lebanon's army moved to the border.", ["lebanon"]),
        ("The plant in Lebanon, Pennsylvania, closed.", ["pennsylvania"]),
        ("She was born in Lebanon, Ohio.", ["ohio"]),
        ("Envoys went on to Lebanon, Syria and Jordan.", ["lebanon", "syria", "jordan"]),
        ("Ireland's premier travelled to Belfast in Northern Ireland.",
         ["ireland", "belfast", "northern-ireland"]),
        ("John Ireland, a trade official, declined to comment.", []),
        ("Patricia Ireland spoke in Dublin, Ireland.", ["dublin", "ireland"]),
        ("The Republic of Ireland will ratify the accord.", ["ireland"]),
        ("The Democratic Republic of the Congo and the Republic of the Congo share a river.",
         ["dr-congo", "congo-brazzaville"]),
        ("Congo accused Rwanda, officials in Kinshasa said.", ["dr-congo", "rwanda", "kinshasa"]),
        ("Congo recalled its envoy, officials in Brazzaville said.",
         ["congo-brazzaville", "brazzaville"]),
        ("The Congo River was in flood.", ["congo-river"]),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea voted.",
         ["guinea", "guinea-bissau", "equatorial-guinea", "papua-new-guinea"]),
        ("Guinean troops left Conakry.", ["guinea", "conakry"]),
        ("Bissau-Guinean troops left Bissau.", ["guinea-bissau", "bissau"]),
        ("Ships patrolled the Gulf of Guinea.", ["gulf-of-guinea"]),
        ("Macedonia became North Macedonia.", ["north-macedonia", "north-macedonia"]),
        ("The Former Yugoslav Republic of Macedonia sent a letter.", ["north-macedonia"]),
        ("Farmers in Greek Macedonia blocked the road to Thessaloniki.",
         ["macedonia-greece", "thessaloniki"]),
    ],
)  # fmt: skip
def test_states_people_and_places(
    text: str, expected: list[str], full_gazetteer: Gazetteer
) -> None:
    names, people = read(written(text, "2022-06-13"), full_gazetteer)
    taken = {i for m in people.mentions for i in range(m.start, m.end)}
    assert [m.entity.key for m in names if m.start not in taken] == expected


def test_a_state_is_linked_to_its_item_and_a_namesake_place_is_not(
    full_gazetteer: Gazetteer,
) -> None:
    def wikidata(text: str) -> str | None:
        names, _ = read(written(text, "2022-06-13"), full_gazetteer)
        return next(m.entity.wikidata for m in names if m.text == "Georgia")

    country = wikidata("Georgia accused Russia.")
    assert country is not None
    assert wikidata("He spoke in Atlanta, Georgia.") != country
