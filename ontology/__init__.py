"""What Parley's graphs mean: the ontology, its code lists and its issues.

``parley.ttl`` defines the classes and properties, ``codes.ttl`` the code lists and ``issues.ttl``
the issues. ``terms`` has their IRIs as constants, ``prefixes`` the namespaces, and ``graphs`` what
a store loads.
"""

from ontology.graphs import (
    code_schemes,
    code_values,
    issue_labels,
    issue_notations,
    reference_ntriples,
)
from ontology.prefixes import BASE, PREFIXES

__all__ = [
    "BASE",
    "PREFIXES",
    "code_schemes",
    "code_values",
    "issue_labels",
    "issue_notations",
    "reference_ntriples",
]
