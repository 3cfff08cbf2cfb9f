"""Reference data: who holds which office, and what states, organisations and places are called."""

from etl.gazetteer.fold import fold
from etl.gazetteer.gazetteer import Gazetteer
from etl.gazetteer.index import NameIndex
from etl.gazetteer.records import Name, PersonRecord, Tenure, TitlePattern, Use

__all__ = [
    "Gazetteer",
    "Name",
    "NameIndex",
    "PersonRecord",
    "Tenure",
    "TitlePattern",
    "Use",
    "fold",
]
