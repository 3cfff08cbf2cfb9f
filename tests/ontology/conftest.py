"""A small article's graphs, for the checks and for whoever reads data."""

import pytest
from sample_article import Sample, write_sample


@pytest.fixture(scope="session")
def sample() -> Sample:
    """What extraction and consolidation write about one article."""
    return write_sample()
