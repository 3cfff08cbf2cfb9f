"""People in articles: officials, their roles, coreference and links to the gazetteer."""

from etl.people.find import People, find_people

__all__ = ["People", "find_people"]
