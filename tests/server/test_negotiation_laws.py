"""Content negotiation by RFC 9110, for headers that nobody thought of."""

from hypothesis import given
from hypothesis import strategies as st

from server.negotiate import ALIASES, OFFERS, acceptable, parse_accept, quality, wants_html

TYPES = st.sampled_from([*OFFERS, *ALIASES, "text/html", "image/png", "*/*", "text/*", "a/b"])
WEIGHTS = st.one_of(st.none(), st.integers(0, 1000).map(lambda n: n / 1000))
SPACES = st.sampled_from(["", " ", "  ", "\t"])


@st.composite
def members(draw: st.DrawFn) -> tuple[str, str, float]:
    """A member of the header as it is written, its type, and its weight."""
    name, weight, gap = draw(TYPES), draw(WEIGHTS), draw(SPACES)
    parameter = draw(st.sampled_from(["", ";charset=utf-8", ';v="a,b;q=0"', ";version=1.1"]))
    written = name.upper() if draw(st.booleans()) else name
    tail = "" if weight is None else f"{gap};{gap}q={weight:g}"
    return f"{gap}{written}{parameter}{tail}{gap}", name, 1.0 if weight is None else weight


@given(st.text())
def test_no_header_breaks_it(header: str) -> None:
    found = acceptable(header)
    assert set(found) <= set(OFFERS)
    assert len(found) == len(set(found))
    assert wants_html(header) in (True, False)
    assert all(0 <= part.quality <= 1 for part in parse_accept(header))


@given(st.lists(members(), min_size=1, max_size=8))
def test_what_is_named_most_exactly_decides(given_: list[tuple[str, str, float]]) -> None:
    header = ",".join(written for written, _, _ in given_)
    said = [(ALIASES.get(name, name), weight) for _, name, weight in given_]

    def weight_of(offer: str) -> float:
        main = offer.partition("/")[0]
        for pattern in (offer, f"{main}/*", "*/*"):
            weights = [weight for name, weight in said if name == pattern]
            if weights:
                return max(weights)
        return 0.0

    ranges = parse_accept(header)
    for offer in OFFERS:
        assert quality(offer, ranges) == weight_of(offer)
    assert acceptable(header) == tuple(
        sorted((o for o in OFFERS if weight_of(o) > 0), key=lambda o: -weight_of(o))
    )


@given(st.lists(members(), min_size=1, max_size=6), st.randoms())
def test_the_order_of_members_does_not_matter(
    given_: list[tuple[str, str, float]], chance: object
) -> None:
    written = [text for text, _, _ in given_]
    shuffled = written[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert acceptable(",".join(written)) == acceptable(",".join(shuffled))
    assert wants_html(",".join(written)) == wants_html(",".join(shuffled))


@given(st.sampled_from(OFFERS), st.lists(members(), max_size=5))
def test_what_is_excluded_is_never_given(offer: str, others: list[tuple[str, str, float]]) -> None:
    rest = [text for text, name, _ in others if ALIASES.get(name, name) != offer]
    assert offer not in acceptable(",".join([f"{offer};q=0", *rest]))


@given(st.lists(members(), min_size=1, max_size=6), st.sampled_from(OFFERS))
def test_more_offers_never_take_a_better_one_away(
    given_: list[tuple[str, str, float]], added: str
) -> None:
    header = ",".join(text for text, _, _ in given_)
    few = tuple(o for o in OFFERS if o != added)
    assert [o for o in acceptable(header) if o != added] == list(acceptable(header, few))
