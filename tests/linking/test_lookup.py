"""``parley gazetteer lookup`` shows all that a name may stand for."""

import pytest
from click.testing import CliRunner

from parley.reference import gazetteer

JIN = "official/park-jin  Park Jin  (Q16090188)"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Park Jin", JIN),
        ("Jin Park", JIN),
        ("Park Jin", "    2022-05-12 – 2024-01-10  Minister of Foreign Affairs"),
        ("the Blue House", "polity/south-korea  South Korea  (Q884)  metonym"),
        ("Cubans", "polity/cuba  Cuba  (Q241)  demonym"),
        ("washington", "polity/united-states  United States  (Q30)  where the capital stands"),
        ("the North", 'polity/north-korea  North Korea  (Q423)  name, behind "the", where'),
        ("Georgia", "place/georgia-us-state  Georgia (US state)  (no Wikidata link)  name, where"),
        ("Georgia", "polity/georgia  Georgia  (Q230)  name"),
    ],
)
def test_a_name_is_shown_with_what_it_may_stand_for(name: str, line: str) -> None:
    ran = CliRunner().invoke(gazetteer, ["lookup", name])
    assert ran.exit_code == 0, ran.output
    assert [shown for shown in ran.stdout.splitlines() if shown.startswith(line)], ran.stdout


def test_what_is_not_known_is_said() -> None:
    ran = CliRunner().invoke(gazetteer, ["lookup", "Nobody Whatsoever"])
    assert ran.exit_code == 1
    assert "'Nobody Whatsoever'" in ran.stderr
    assert ran.stdout == ""
