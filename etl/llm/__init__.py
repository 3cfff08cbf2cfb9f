"""Extraction by a large language model behind an OpenAI-compatible endpoint; off by default."""

from etl.llm.client import EndpointError
from etl.llm.extract import find_facts
from etl.llm.settings import LlmSettings, Usage

__all__ = ["EndpointError", "LlmSettings", "Usage", "find_facts"]
