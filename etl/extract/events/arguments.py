"""Who takes part, as the syntax around a trigger tells."""

from spacy.tokens import Token

from etl.document import Mention, Sentence
from etl.entities import Kind
from etl.extract.events.enumeration import person_lists
from etl.extract.events.gatherings import last_body
from etl.extract.events.phrases import (
    asked_to,
    co_nouns,
    is_hosted_at,
    is_outsider,
    level_of,
    names_venue,
    points_back,
    trailing,
    up_for_subject,
)
from etl.extract.events.sides import Sides
from etl.extract.events.speakers import FIRST_PERSON, first_person
from etl.extract.events.words import words
from etl.reading import Reading

_PARTAKING_PREPOSITIONS = frozenset(
    {"with", "between", "among", "amongst", "involving", "by", "of", "including", "alongside"}
)
_PEOPLE_NOUNS = frozenset({"leader", "ministerial", "official"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "parataxis"})


class Arguments:
    """Reads the sides of an encounter off the dependency trees of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._listed: dict[int, tuple[Mention, ...]] = {
            member.start: members
            for sentence in reading.document.sentences()
            for members in person_lists(sentence, reading)
            for member in members
        }

    def mention(self, sentence: Sentence, token: Token) -> Mention | None:
        """The mention that covers a token."""
        return self.reading.mentions.at(sentence.paragraph.start + token.idx)

    def phrase(self, sentence: Sentence, head: Token, depth: int = 0) -> Sides:
        """The sides that a noun phrase names, its conjuncts included."""
        sides = Sides()
        if depth > 12:
            return sides
        sides.extend(self._head(sentence, head, depth))
        for child in head.children:
            if child.dep_ == "conj" and child.pos_ not in ("VERB", "AUX"):
                sides.extend(self.phrase(sentence, child, depth + 1))
        return sides

    def _head(self, sentence: Sentence, head: Token, depth: int) -> Sides:
        mention = self.mention(sentence, head)
        if mention is not None:
            return self._named(sentence, head, mention)
        if head.lower_ in FIRST_PERSON:
            return first_person(sentence, head, self.reading)
        if head.pos_ == "PRON":
            return Sides(anaphora=head.lower_ in ("they", "them", "both", "their"))
        if head.pos_ == "NUM" and any(c.lower_ == "the" for c in head.children):
            return Sides(anaphora=True)  # "the two"
        if is_outsider(head):
            return Sides(outsiders=1)
        body = last_body(sentence, head, self.reading)
        return self._described(sentence, head, depth) if body is None else Sides(parties=[body])

    def _named(self, sentence: Sentence, head: Token, mention: Mention) -> Sides:
        entity = mention.entity
        if entity.kind is Kind.OFFICIAL:
            members = self._listed.get(mention.start, (mention,))
            return Sides(people=[member.entity for member in members])
        # A name may be swallowed into one: "the United States' Kerry", "OSLO (AFP) - Premier Lund".
        sides = Sides() if entity.kind is Kind.PLACE else Sides(parties=[entity])
        for child in head.children:
            if child.dep_ == "appos":
                sides.extend(self._named_only(sentence, child))
        return sides

    def _named_only(self, sentence: Sentence, token: Token) -> Sides:
        mention = self.mention(sentence, token)
        if mention is not None and mention.entity.kind is Kind.OFFICIAL:
            return Sides(people=[mention.entity])
        return Sides()

    def _described(self, sentence: Sentence, head: Token, depth: int) -> Sides:
        """ "South Korean officials", "his Chinese counterpart, Wang Yi", "the two leaders"."""
        sides = Sides(level=level_of(head))
        people_noun = sides.level is not None or head.lemma_.lower() in words("collective")
        for child in head.children:
            if child.dep_ in ("amod", "compound", "poss", "nmod"):
                sides.extend(self._modifier(sentence, child, people_noun, depth))
            elif child.dep_ == "appos":
                sides.extend(self.phrase(sentence, child, depth + 1))
            elif child.dep_ == "prep" and child.lower_ in ("of", "from", "for"):
                for obj in (c for c in child.children if c.dep_ == "pobj"):
                    found = self.phrase(sentence, obj, depth + 1)
                    sides.parties += found.parties
                    sides.anaphora = sides.anaphora or found.anaphora
                    if people_noun and child.lower_ == "of":
                        sides.people += found.people
        if people_noun and points_back(head):
            if not sides:
                sides.anaphora = True
            elif not sides.people:
                sides.unnamed = list(sides.parties)
        return sides

    def _modifier(self, sentence: Sentence, child: Token, people_noun: bool, depth: int) -> Sides:
        sides = Sides()
        mention = self.mention(sentence, child)
        if mention is None:
            for inner in child.children:
                if inner.dep_ in ("conj", "compound", "amod", "nmod", "poss"):
                    sides.extend(self._modifier(sentence, inner, people_noun, depth + 1))
            return sides
        entity = mention.entity
        if entity.kind is Kind.OFFICIAL:
            polity = self.reading.polity_of(entity)
            if people_noun and polity is not None and child.dep_ == "poss":
                sides.parties.append(polity)  # "Biden's envoy" acts for Biden's country
        elif entity.kind is not Kind.PLACE:
            sides.parties.append(entity)
        for inner in child.children:
            if inner.dep_ in ("conj", "compound", "nmod", "amod"):
                sides.extend(self._modifier(sentence, inner, people_noun, depth + 1))
        return sides

    # around a noun -----------------------------------------------------------------------------

    def of_noun(self, sentence: Sentence, noun: Token) -> Sides:
        """The sides that stand around an event noun: "Park's talks with Blinken"."""
        sides = Sides()
        for child in noun.children:
            sides.extend(self._around_noun(sentence, child))
        for other in co_nouns(noun):
            for child in other.children:
                sides.extend(self._around_noun(sentence, child))
        return sides

    def _around_noun(self, sentence: Sentence, child: Token) -> Sides:
        if child.dep_ == "poss":
            if child.pos_ == "PRON" and self.mention(sentence, child) is None:
                return self._their(sentence, child)
            return self.phrase(sentence, child)
        if child.dep_ in ("amod", "compound", "nmod"):
            if names_venue(child, self.mention(sentence, child)):
                return Sides()
            return self._hyphenated(sentence, child)
        if child.dep_ == "prep" and child.lower_ in _PARTAKING_PREPOSITIONS:
            return self.objects(sentence, child)
        if child.dep_ == "prep" and child.lower_ == "at" and is_hosted_at(child):
            return Sides(parties=self.objects(sentence, child).parties)
        if child.dep_ == "prep" and child.lower_ in ("to", "on") and child.head.lemma_ == "call":
            return self.objects(sentence, child)
        if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB":
            return self._participle(sentence, child)
        return Sides()

    def _their(self, sentence: Sentence, pronoun: Token) -> Sides:
        """ "their meeting": of the people listed before it in the sentence, else further back."""
        if pronoun.lower_ in FIRST_PERSON:
            return first_person(sentence, pronoun, self.reading)
        if pronoun.lower_ != "their":
            return Sides()
        offset = sentence.paragraph.start + pronoun.idx
        before = [
            members
            for start, members in self._listed.items()
            if sentence.start <= start and members[-1].end <= offset
        ]
        if not before:
            return Sides(anaphora=True)
        return Sides(people=[member.entity for member in before[-1]])

    def _hyphenated(self, sentence: Sentence, child: Token) -> Sides:
        """ "U.S.-South Korea talks", "Sino-Russian summit": every state named in the modifier."""
        sides = self._modifier(sentence, child, True, 0)
        offset = sentence.paragraph.start
        start, end = offset + child.left_edge.idx, offset + child.idx + len(child.text)
        for mention in self.reading.mentions.within(start, end):
            if mention.entity.kind in (Kind.POLITY, Kind.ORGANIZATION):
                sides.parties.append(mention.entity)
            elif mention.entity.kind is Kind.OFFICIAL:
                sides.people.append(mention.entity)
        return sides

    def _participle(self, sentence: Sentence, verb: Token) -> Sides:
        """ "talks involving A and B", "a meeting attended by C", "hosted by D"."""
        sides = Sides()
        if verb.dep_ == "relcl" and verb.lemma_ in ("have", "hold", "attend", "host", "conduct"):
            for child in verb.children:  # "a conversation Kerry and Lavrov had"
                if child.dep_ == "nsubj" and child.pos_ != "PRON":
                    sides.extend(self.phrase(sentence, child))
        for child in verb.children:
            if child.dep_ == "dobj" and verb.lemma_ in ("involve", "include", "bring", "gather"):
                sides.extend(self.phrase(sentence, child))
            elif child.dep_ in ("agent", "prep") and child.lower_ in ("by", "with", "between"):
                sides.extend(self.objects(sentence, child))
        return sides

    def objects(self, sentence: Sentence, preposition: Token) -> Sides:
        """The sides that the objects of a preposition name."""
        sides = Sides()
        for child in preposition.children:
            if child.dep_ in ("pobj", "conj", "pcomp") and child.pos_ != "VERB":
                sides.extend(self.phrase(sentence, child))
            elif child.lower_ == "visiting":  # taken for a verb: "met with visiting Premier Lund"
                for visitor in (c for c in child.children if c.dep_ == "dobj"):
                    sides.extend(self.phrase(sentence, visitor))
        return sides

    # around a verb -----------------------------------------------------------------------------

    def subject(self, sentence: Sentence, verb: Token) -> Sides:
        """The sides in a verb's subject, which may stand with a verb above it."""
        invited = asked_to(verb)
        if invited is not None:
            asked = self.phrase(sentence, invited)
            if not asked and verb.head.lemma_.lower() in words("sending"):
                asked.parties += self.subject(sentence, verb.head).parties
            return asked  # "Norway sent an envoy to attend": of Norway
        for token in up_for_subject(verb):
            found = Sides()
            subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
            for subject in subjects:
                found.extend(self._subject_phrase(sentence, subject))
            if subjects:
                return found
        return self._of_purpose(sentence, verb)

    def _of_purpose(self, sentence: Sentence, verb: Token) -> Sides:
        """ "his plan to visit", "Erbakan responded to an invitation to visit": who would do it."""
        noun = verb.head
        if verb.dep_ not in ("acl", "relcl") or noun.pos_ != "NOUN":
            return Sides()
        for child in noun.children:
            if child.dep_ == "poss":
                return self.phrase(sentence, child)
            if child.dep_ == "prep" and child.lower_ == "for" and child.i < verb.i:
                return self.objects(sentence, child)  # "plans for Kerry to visit"
        joint = Sides()
        for child in noun.children:
            if child.dep_ in ("amod", "compound", "nmod"):
                joint.extend(self._hyphenated(sentence, child))  # "a U.S.-Russian plan to hold"
        return joint or self._above(sentence, noun, verb)

    def _above(self, sentence: Sentence, noun: Token, verb: Token) -> Sides:
        above = noun.head.head if noun.dep_ == "pobj" else noun.head
        if above.pos_ in ("VERB", "AUX") and above.i != verb.i:
            for child in above.children:
                if child.dep_ in ("nsubj", "nsubjpass"):
                    return self.phrase(sentence, child)
        return Sides()

    def _subject_phrase(self, sentence: Sentence, subject: Token) -> Sides:
        if subject.lower_ in ("who", "which", "that") and subject.head.dep_ == "relcl":
            return self.phrase(sentence, subject.head.head)
        return self.phrase(sentence, subject)

    def further(self, sentence: Sentence, noun: Token) -> Sides:
        """The sides of a "with" or "between" deeper in the noun's phrase or beside it."""
        for token in (*noun.subtree, *trailing(noun)):
            if token.i > noun.i and token.dep_ == "prep" and token.lower_ in ("with", "between"):
                sides = self.objects(sentence, token)
                if sides:
                    return sides
            beside = token.head.lemma_.lower() in words("sidelines")
            if token.i > noun.i and token.dep_ == "prep" and token.lower_ == "of" and not beside:
                sides = self.objects(sentence, token)
                if any(p.kind is Kind.ORGANIZATION for p in sides.parties):
                    return Sides(parties=sides.parties)
        return Sides()

    def of_verb(
        self, sentence: Sentence, verb: Token, *, objects: bool = True, to: bool = False
    ) -> Sides:
        """The sides in a verb's subject, objects and "with" phrases; ``to`` adds "to" phrases."""
        sides = self.subject(sentence, verb)
        for child in verb.children:
            if objects and child.dep_ in ("dobj", "dative"):
                sides.extend(self.phrase(sentence, child))
            elif child.dep_ in ("prep", "agent") and child.lower_ in (
                "with", "by", "between", "alongside", "to", "among",
            ):  # fmt: skip
                if child.lower_ == "to" and not to and verb.lemma_ not in ("speak", "talk"):
                    continue
                sides.extend(self.objects(sentence, child))
        return sides
