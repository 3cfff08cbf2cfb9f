"""A small made-up world in the query service's model. All items above Q900000000 are invented."""

import csv
from pathlib import Path

from standin import held, office, person

MINISTER, EMBASSY, GOVERNOR, ABOLISHED, CROWN, OLD_OFFICE, SEAT = (
    f"Q9000001{n:02d}" for n in range(7)
)
ADA, BO, CY, DEE, EVE, FAY, GUS, HAL, OLD_FAY, LOST, NAMELESS = (
    f"Q9000002{n:02d}" for n in range(11)
)
UNION, OLD_UNION, NEW_UNION = "Q900000301", "Q900000302", "Q900000303"
FRANCE = "Q142"
_BORN = '; wdt:P569 "1961-04-02T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> '
_DIED = '; wdt:P570 "1961-04-02T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> '

WORLD = "".join(
    [
        office(MINISTER, "Minister of Foreign Affairs of France", P1001=FRANCE),
        office(EMBASSY, "legate of the Republic to Ruritania", P17=FRANCE, P31="Q29645880"),
        office("Q900000199", "legate of France to Ruritania", P17=FRANCE, P279="Q29645880"),
        office(GOVERNOR, "Governor of Littleham", P17=FRANCE, P1001="Q900000999", P31="Q2285706"),
        office(ABOLISHED, "Minister of Colonies of France", P1001=FRANCE, P31="Q83307"),
        f"wd:{ABOLISHED} wdt:P576 "
        '"1946-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n',
        office(CROWN, "Lord of the Crossing", P1001=FRANCE, P31="Q900000900"),
        "wd:Q900000900 wdt:P279 wd:Q900000901 . wd:Q900000901 wdt:P279 wd:Q48352 .\n",
        f"wd:{OLD_OFFICE} owl:sameAs wd:{MINISTER} .\n",
        # Names: English, other languages, and a label that counts in all of them.
        person(
            ADA, "Ada Lind@en", "Ada Lindová@cs", "Ada Maria Lind@fr", "Ада Линд@ru", more=_BORN
        ),
        person(BO, "Bo Quist@mul", "Bo Qvist@sv"),
        person(CY, "Cy Brandt@de"),
        person(DEE, "Dee Olden@en", more=_DIED),
        person(EVE, "Eve Unsure@en"),
        person(FAY, "Fay Moved@en"),
        person(GUS, "Gus Gone@en"),
        person(HAL, "Hal King@en"),
        person(NAMELESS, "Инкогнито@ru"),
        f"wd:{OLD_FAY} owl:sameAs wd:{FAY} .\n",
        held(ADA, MINISTER, 0, ("2001-05-02", 11), ("2004-01-01", 9)),
        held(ADA, MINISTER, 1, ("1980-05-02", 11), ("1984-01-01", 11)),  # before the period
        held(BO, MINISTER, 0, ("2004-03-01", 10)),
        held(BO, MINISTER, 1, ("1999-01-01", 11), rank="DeprecatedRank"),
        held(CY, MINISTER, 0, ("2000-01-01", 8), ("2001-05-02", 11)),  # a decade
        held(DEE, MINISTER, 0, ("1950-01-01", 11)),  # no end, but died in 1961
        held(EVE, MINISTER, 0, ("2010-01-01", 11), more="; pq:P582 wds:somebody-knows "),
        held(FAY, MINISTER, 0, ("2007-06-01", 11), ("2008-07-01", 11)),
        held(GUS, ABOLISHED, 0, ("1999-06-01", 11)),
        held(HAL, CROWN, 0, ("1998-06-01", 11)),
        held(HAL, "Q900000199", 1, ("1995-06-01", 11), ("1997-06-01", 11)),
        held(HAL, GOVERNOR, 2, ("1993-06-01", 11)),
        held(NAMELESS, MINISTER, 0, ("1993-06-01", 11)),
        f'wd:{UNION} rdfs:label "Ruritanian Union"@en ; skos:altLabel "RURU"@en, "Union"@en, '
        '"Union ruritanienne"@fr ; wdt:P31 wd:Q245065 .\n',
        f'wd:{NEW_UNION} rdfs:label "League of Isles"@en .\n',
        f"wd:{OLD_UNION} owl:sameAs wd:{NEW_UNION} .\n",
    ]
)


def tables(folder: Path) -> Path:
    """What was known of this world in 2022."""
    folder.mkdir()
    people = [
        {"qid": qid, "name": name, "gender": "", "born": "", "enwiki": ""}
        for qid, name in [
            (ADA, "Ada Lind"),
            (OLD_FAY, "Fay Moved"),
            (LOST, "Lou Lost"),
            (BO, "Bo Quist"),
        ]
    ]
    _write(folder / "eps_people.csv", people)
    rows = [
        _row(ADA, "Ada Lind", MINISTER, FRANCE, "2001-05-02", "2003-12-31"),  # another end
        _row(BO, "Bo Quist", MINISTER, FRANCE, "2004-04-09", ""),  # another start
        _row(OLD_FAY, "Fay Moved", OLD_OFFICE, FRANCE, "2007-06", ""),
        _row(LOST, "Lou Lost", "Q900000198", FRANCE, "2005-06-01", "2006"),
        _row(LOST, "Lou Lost", "Q900000197", "Q183", "2009", "2010"),  # nobody asks for Germany
    ]
    _write(folder / "eps_officeholders.csv", rows)
    union = {"qid": OLD_UNION, "name": "League of Isles", "sport": ""}
    _write(folder / "igo_opensanctions.csv", [union])
    return folder


def _row(qid: str, name: str, item: str, polity: str, start: str, end: str) -> dict[str, str]:
    return {
        "person_qid": qid, "person": name, "position_title": "Foreign Minister",
        "position_qid": item, "jurisdiction_qid": polity, "start": start, "end": end,
        "snapshot": "2022-08-01",
    }  # fmt: skip


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
