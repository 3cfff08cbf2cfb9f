"""Parley over HTTP: the SPARQL protocol, canned questions, linked data and pages.

The only room that knows HTTP. ``app`` puts the blueprints together, ``serve`` runs them.
"""
