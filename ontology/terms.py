"""IRIs as plain strings: every class and property of the ontology, and those it borrows.

A property whose name is a class's but for its case says whose property it is: ``PLACE`` is the
class, ``PLACE_OF_EVENT`` the property. ``CLASSES``, ``PROPERTIES`` and ``ALL`` hold exactly what
``parley.ttl`` defines.
"""

from typing import Final

NAMESPACE: Final = "https://w3id.org/parley/ontology#"

# Classes
AGENT: Final = f"{NAMESPACE}Agent"
AGREEMENT: Final = f"{NAMESPACE}Agreement"
ARTICLE: Final = f"{NAMESPACE}Article"
BILATERAL_MEETING: Final = f"{NAMESPACE}BilateralMeeting"
CAPACITY: Final = f"{NAMESPACE}Capacity"
COLLECTIVE_AGENT: Final = f"{NAMESPACE}CollectiveAgent"
DIPLOMATIC_EVENT: Final = f"{NAMESPACE}DiplomaticEvent"
DISAGREEMENT: Final = f"{NAMESPACE}Disagreement"
EVIDENCE: Final = f"{NAMESPACE}Evidence"
IDENTIFICATION: Final = f"{NAMESPACE}Identification"
INFERRED_GRAPH: Final = f"{NAMESPACE}InferredGraph"
ISSUE: Final = f"{NAMESPACE}Issue"
ISSUE_GROUP: Final = f"{NAMESPACE}IssueGroup"
LOCATION: Final = f"{NAMESPACE}Location"
MEETING: Final = f"{NAMESPACE}Meeting"
MULTILATERAL_MEETING: Final = f"{NAMESPACE}MultilateralMeeting"
OFFICE: Final = f"{NAMESPACE}Office"
OFFICIAL: Final = f"{NAMESPACE}Official"
ORGANIZATION: Final = f"{NAMESPACE}Organization"
PARTICIPATION: Final = f"{NAMESPACE}Participation"
PLACE: Final = f"{NAMESPACE}Place"
POLITY: Final = f"{NAMESPACE}Polity"
PRESS_EVENT: Final = f"{NAMESPACE}PressEvent"
ROLE: Final = f"{NAMESPACE}Role"
SPECIFIC_ISSUE: Final = f"{NAMESPACE}SpecificIssue"
STATEMENT: Final = f"{NAMESPACE}Statement"
STATUS_REPORT: Final = f"{NAMESPACE}StatusReport"
TENURE: Final = f"{NAMESPACE}Tenure"
TRILATERAL_MEETING: Final = f"{NAMESPACE}TrilateralMeeting"
UNNAMED_SOURCE: Final = f"{NAMESPACE}UnnamedSource"
VERSION: Final = f"{NAMESPACE}Version"
VISIT: Final = f"{NAMESPACE}Visit"

# Properties
ABOUT: Final = f"{NAMESPACE}about"
ADDRESSEE: Final = f"{NAMESPACE}addressee"
AS_OF: Final = f"{NAMESPACE}asOf"
CONFIDENCE: Final = f"{NAMESPACE}confidence"
DATE_BASIS: Final = f"{NAMESPACE}dateBasis"
DATE_TEXT: Final = f"{NAMESPACE}dateText"
DISAGREEMENT_OF_REPORTS: Final = f"{NAMESPACE}disagreement"
DISAGREES_ON: Final = f"{NAMESPACE}disagreesOn"
EARLIEST: Final = f"{NAMESPACE}earliest"
EDTF: Final = f"{NAMESPACE}edtf"
EVIDENCE_OF_FACT: Final = f"{NAMESPACE}evidence"
FOLLOWS: Final = f"{NAMESPACE}follows"
FORMER: Final = f"{NAMESPACE}former"
FROM: Final = f"{NAMESPACE}from"
IDENTIFICATION_OF_REPORT: Final = f"{NAMESPACE}identification"
IN_CAPACITY: Final = f"{NAMESPACE}inCapacity"
IN_POLITY: Final = f"{NAMESPACE}inPolity"
KIND: Final = f"{NAMESPACE}kind"
LATEST: Final = f"{NAMESPACE}latest"
LEVEL: Final = f"{NAMESPACE}level"
MADE_AT: Final = f"{NAMESPACE}madeAt"
MENTIONS: Final = f"{NAMESPACE}mentions"
MET_WITH: Final = f"{NAMESPACE}metWith"
MODE: Final = f"{NAMESPACE}mode"
OFFICE_OF_TENURE: Final = f"{NAMESPACE}office"
OFFICE_TYPE: Final = f"{NAMESPACE}officeType"
OFFICIAL_OF_ROLE: Final = f"{NAMESPACE}official"
OF_POLITY: Final = f"{NAMESPACE}ofPolity"
ON_SIDELINES_OF: Final = f"{NAMESPACE}onSidelinesOf"
PARAPHRASE: Final = f"{NAMESPACE}paraphrase"
PARTICIPANT: Final = f"{NAMESPACE}participant"
PARTICIPATION_OF_EVENT: Final = f"{NAMESPACE}participation"
PARTY: Final = f"{NAMESPACE}party"
PART_OF: Final = f"{NAMESPACE}partOf"
PLACE_OF_EVENT: Final = f"{NAMESPACE}place"
POLITY_OF_ROLE: Final = f"{NAMESPACE}polity"
QUOTE: Final = f"{NAMESPACE}quote"
REASON: Final = f"{NAMESPACE}reason"
RELATED_EVENT: Final = f"{NAMESPACE}relatedEvent"
REPORT: Final = f"{NAMESPACE}report"
REPORTED_AS: Final = f"{NAMESPACE}reportedAs"
REPORTED_STATUS: Final = f"{NAMESPACE}reportedStatus"
REPRESENTING: Final = f"{NAMESPACE}representing"
RESULTED_IN: Final = f"{NAMESPACE}resultedIn"
RETRIEVED: Final = f"{NAMESPACE}retrieved"
RULE: Final = f"{NAMESPACE}rule"
SPEAKER: Final = f"{NAMESPACE}speaker"
SPEECH_ACT: Final = f"{NAMESPACE}speechAct"
STATUS: Final = f"{NAMESPACE}status"
STATUS_HISTORY: Final = f"{NAMESPACE}statusHistory"
TENURE_OF_ROLE: Final = f"{NAMESPACE}tenure"
TEXT_HASH: Final = f"{NAMESPACE}textHash"
TITLE: Final = f"{NAMESPACE}title"
UNTIL: Final = f"{NAMESPACE}until"
VERSION_OF_REPORTS: Final = f"{NAMESPACE}version"
VIA: Final = f"{NAMESPACE}via"

CLASSES: Final = frozenset(
    {
        AGENT,
        AGREEMENT,
        ARTICLE,
        BILATERAL_MEETING,
        CAPACITY,
        COLLECTIVE_AGENT,
        DIPLOMATIC_EVENT,
        DISAGREEMENT,
        EVIDENCE,
        IDENTIFICATION,
        INFERRED_GRAPH,
        ISSUE,
        ISSUE_GROUP,
        LOCATION,
        MEETING,
        MULTILATERAL_MEETING,
        OFFICE,
        OFFICIAL,
        ORGANIZATION,
        PARTICIPATION,
        PLACE,
        POLITY,
        PRESS_EVENT,
        ROLE,
        SPECIFIC_ISSUE,
        STATEMENT,
        STATUS_REPORT,
        TENURE,
        TRILATERAL_MEETING,
        UNNAMED_SOURCE,
        VERSION,
        VISIT,
    }
)

PROPERTIES: Final = frozenset(
    {
        ABOUT,
        ADDRESSEE,
        AS_OF,
        CONFIDENCE,
        DATE_BASIS,
        DATE_TEXT,
        DISAGREEMENT_OF_REPORTS,
        DISAGREES_ON,
        EARLIEST,
        EDTF,
        EVIDENCE_OF_FACT,
        FOLLOWS,
        FORMER,
        FROM,
        IDENTIFICATION_OF_REPORT,
        IN_CAPACITY,
        IN_POLITY,
        KIND,
        LATEST,
        LEVEL,
        MADE_AT,
        MENTIONS,
        MET_WITH,
        MODE,
        OFFICE_OF_TENURE,
        OFFICE_TYPE,
        OFFICIAL_OF_ROLE,
        OF_POLITY,
        ON_SIDELINES_OF,
        PARAPHRASE,
        PARTICIPANT,
        PARTICIPATION_OF_EVENT,
        PARTY,
        PART_OF,
        PLACE_OF_EVENT,
        POLITY_OF_ROLE,
        QUOTE,
        REASON,
        RELATED_EVENT,
        REPORT,
        REPORTED_AS,
        REPORTED_STATUS,
        REPRESENTING,
        RESULTED_IN,
        RETRIEVED,
        RULE,
        SPEAKER,
        SPEECH_ACT,
        STATUS,
        STATUS_HISTORY,
        TENURE_OF_ROLE,
        TEXT_HASH,
        TITLE,
        UNTIL,
        VERSION_OF_REPORTS,
        VIA,
    }
)

ALL: Final = CLASSES | PROPERTIES

# Borrowed
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
SAME_AS: Final = "http://www.w3.org/2002/07/owl#sameAs"
PREF_LABEL: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
ALT_LABEL: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
DEFINITION: Final = "http://www.w3.org/2004/02/skos/core#definition"
NOTATION: Final = "http://www.w3.org/2004/02/skos/core#notation"
BROADER: Final = "http://www.w3.org/2004/02/skos/core#broader"
IN_SCHEME: Final = "http://www.w3.org/2004/02/skos/core#inScheme"
CONCEPT: Final = "http://www.w3.org/2004/02/skos/core#Concept"
CONCEPT_SCHEME: Final = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
IDENTIFIER: Final = "http://purl.org/dc/terms/identifier"
TITLE_OF_WORK: Final = "http://purl.org/dc/terms/title"
PUBLISHER: Final = "http://purl.org/dc/terms/publisher"
ISSUED: Final = "http://purl.org/dc/terms/issued"
SOURCE: Final = "http://purl.org/dc/terms/source"
HAS_SOURCE: Final = "http://www.w3.org/ns/oa#hasSource"
START: Final = "http://www.w3.org/ns/oa#start"
END: Final = "http://www.w3.org/ns/oa#end"
EXACT: Final = "http://www.w3.org/ns/oa#exact"
LATITUDE: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#lat"
LONGITUDE: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#long"
