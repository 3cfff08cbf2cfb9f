"""Canned questions: one ``.rq`` file each, bound to the parameters of whoever asks.

``catalog`` reads the files, ``binding`` puts RDF terms in the place of parameters, ``values``
turns what a person typed into those terms, ``run`` asks an engine, ``render`` shows the rows.
"""
