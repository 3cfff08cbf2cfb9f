"""Evaluate a query that calls remote endpoints: what they need to know, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from store.engine import Query
from store.errors import QueryEvaluationError, QuerySyntaxError, QueryTimeoutError
from store.federated import Admitted, Call, rewrite
from store.federation import Federation
from store.pushdown import seeds
from store.reading import Reply
from store.tickets import Ticket

Run = Callable[[Query], Reply]


def run_federated(
    federation: Federation, query: Query, admitted: Admitted, ticket: Ticket, run: Run
) -> Reply:
    """The reply of `run` to the query with its calls answered. Raises what `run` raises."""
    given = _values(query, admitted.calls, run)
    with federation.session(admitted.calls, max(0.001, ticket.left)) as session:
        text = rewrite(query.text, admitted.calls, session.iri, given)
        try:
            return run(replace(query, text=text))
        except QuerySyntaxError:
            # The same error again, at the places of the text as it was sent.
            run(replace(query, text=admitted.masked)).body.close()
            raise
        except (QueryEvaluationError, QueryTimeoutError) as error:
            raise session.failure or error from None


def _values(query: Query, calls: Sequence[Call], run: Run) -> dict[Call, str]:
    """What each call can be told about the rest of the query."""
    given = {}
    for seed in seeds(query.text, calls):
        asked = replace(
            query, text=seed.query, accept=("text/tab-separated-values",), max_rows=None
        )
        # A query that cannot be evaluated without the call is none with it either.
        with suppress(QuerySyntaxError, QueryEvaluationError), run(asked).body as body:
            given[seed.call] = seed.values(body.read().decode())
    return given
