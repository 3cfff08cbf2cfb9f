"""The words of OWL 2, as the profile checks need them."""

from typing import Final

from rdflib import OWL, RDF, RDFS, XSD, URIRef

PROPERTY_KINDS: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN_ANNOTATIONS: Final = frozenset(
    {
        RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.deprecated, OWL.versionInfo,
        OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith,
    }
)  # fmt: skip
# Properties with which axioms are written, so that they need no declaration.
AXIOM_WORDS: Final = frozenset(
    {
        RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain,
        RDFS.range, OWL.equivalentClass, OWL.equivalentProperty, OWL.disjointWith,
        OWL.propertyDisjointWith, OWL.inverseOf, OWL.propertyChainAxiom, OWL.members,
        OWL.distinctMembers, OWL.onProperty, OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue,
        OWL.hasSelf, OWL.minCardinality, OWL.maxCardinality, OWL.cardinality, OWL.onClass,
        OWL.minQualifiedCardinality, OWL.maxQualifiedCardinality, OWL.qualifiedCardinality,
        OWL.intersectionOf, OWL.unionOf, OWL.complementOf, OWL.oneOf, OWL.hasKey, OWL.sameAs,
        OWL.differentFrom, OWL.disjointUnionOf, OWL.imports, OWL.versionIRI, OWL.onDatatype,
        OWL.withRestrictions, OWL.onDataRange, OWL.datatypeComplementOf, OWL.sourceIndividual,
        OWL.assertionProperty, OWL.targetIndividual, OWL.targetValue, OWL.annotatedSource,
        OWL.annotatedProperty, OWL.annotatedTarget,
    }
)  # fmt: skip
BUILT_IN_CLASSES: Final = frozenset({OWL.Thing, OWL.Nothing})
BUILT_IN_TYPES: Final = frozenset(
    {
        OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Ontology,
        OWL.Restriction, OWL.NamedIndividual, OWL.AllDisjointClasses, OWL.AllDisjointProperties,
        OWL.AllDifferent, OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.AsymmetricProperty,
        OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.ReflexiveProperty,
        OWL.IrreflexiveProperty, OWL.NegativePropertyAssertion, OWL.Axiom, RDFS.Datatype, RDF.List,
    }
)  # fmt: skip
ONLY_OF_OBJECT_PROPERTIES: Final = (
    OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.AsymmetricProperty, OWL.ReflexiveProperty,
    OWL.IrreflexiveProperty, OWL.InverseFunctionalProperty,
)  # fmt: skip
ONLY_OF_SIMPLE_PROPERTIES: Final = (
    OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
)  # fmt: skip
CARDINALITIES: Final = (
    OWL.minCardinality, OWL.maxCardinality, OWL.cardinality, OWL.minQualifiedCardinality,
    OWL.maxQualifiedCardinality, OWL.qualifiedCardinality,
)  # fmt: skip
FILLERS: Final = (
    OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, OWL.hasSelf, *CARDINALITIES,
)  # fmt: skip
CLASS_POSITIONS: Final = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.complementOf)
# The datatype map of OWL 2 (xsd:date, xsd:gYear and xsd:gYearMonth are not in it).
_XSD_NAMES: Final = """decimal integer nonNegativeInteger nonPositiveInteger positiveInteger
    negativeInteger long int short byte unsignedLong unsignedInt unsignedShort unsignedByte double
    float string normalizedString token language Name NCName NMTOKEN boolean hexBinary base64Binary
    anyURI dateTime dateTimeStamp"""
DATATYPES: Final = frozenset(
    {
        OWL.real, OWL.rational, RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString, RDFS.Literal,
        *(URIRef(f"{XSD}{name}") for name in _XSD_NAMES.split()),
    }
)  # fmt: skip
_RESERVED: Final = (str(OWL), str(RDF), str(RDFS), str(XSD))


def is_reserved(term: object) -> bool:
    """Whether an IRI belongs to the vocabularies that OWL keeps to itself."""
    return isinstance(term, URIRef) and str(term).startswith(_RESERVED)
