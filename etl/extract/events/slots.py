"""When and where a candidate is, whom a visit goes to, and which larger event it stands beside."""

from spacy.tokens import Token

from etl.document import Sentence
from etl.entities import Entity, Kind
from etl.extract.events.above import clause_verbs, lies_ahead_of_clause
from etl.extract.events.candidate import Candidate
from etl.extract.events.gatherings import body_of, is_gathering
from etl.extract.events.phrases import names_venue, trailing, with_nested
from etl.extract.events.places import here, location
from etl.extract.events.reckoned import tells_since
from etl.extract.events.times import governor, in_aside, ranked_dates, token_at
from etl.extract.events.visits import fill_destination
from etl.extract.events.words import words
from etl.reading import DateMention, Reading

_LONGEST_APPOSITION = 5  # "in Sri Lanka's capital Colombo"
_WHITHER = frozenset({"in", "to", "into", "for"})
_WHERE = frozenset({"in", "at", "near", "outside"})


class Slots:
    """Fills time, place and host of candidates from their own sentence."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def fill(self, found: Candidate) -> None:
        """Set ``when``, ``place``, ``host`` and ``sidelines`` as far as the sentence tells."""
        sentence, token = found.sentence, found.token
        self._fill_when(found)
        larger = self._sidelines(sentence, token) or self._at_gathering(found)
        if larger is not None:
            found.sidelines = _event_name(sentence, larger)
            found.sidelines_offset = sentence.paragraph.start + larger.idx
            found.sidelines_noun = larger
        found.place = self.place_of(found)
        if found.type == "Visit":
            fill_destination(found, self.reading)

    def fill_from_sentence(self, found: Candidate) -> None:
        """What its sentence says of time and place, when it speaks of one encounter only."""
        sentence = found.sentence
        dates = [d for d in self.reading.dates if sentence.start <= d.start < sentence.end]
        dates = [d for d in dates if _can_be_of(sentence, found.token, d)]
        ahead = lies_ahead_of_clause(found.token)
        if found.when_rank == 0 and len(dates) == 1 and not ahead:
            anchor = token_at(sentence, dates[0].start)
            above = governor(anchor) if anchor is not None else None
            spoken = above is not None and above.lemma_.lower() in words("speech")
            if not spoken and not (above is not None and in_aside(above, found.token)):
                found.when, found.when_rank = dates[0].when, 2
        if found.place is None and found.type != "Visit":
            found.place = self._only_place(sentence)

    def _only_place(self, sentence: Sentence) -> Entity | None:
        places = [
            mention
            for mention in self.reading.mentions.within(sentence.start, sentence.end, Kind.PLACE)
            if _stands_for_itself(sentence, mention.start)
        ]
        return places[0].entity if len(places) == 1 else None

    # time --------------------------------------------------------------------------------------

    def own_dates(self, sentence: Sentence, token: Token) -> list[DateMention]:
        """Dates that hang on the trigger itself."""
        return [d for d, rank in ranked_dates(self.reading, sentence, token) if rank >= 2]

    def _fill_when(self, found: Candidate) -> None:
        ranked = ranked_dates(self.reading, found.sentence, found.token)
        if ranked:
            best = max(ranked, key=lambda pair: (pair[1], pair[0].when.earliest is not None))
            found.when, found.when_rank = best[0].when, best[1]

    # place -------------------------------------------------------------------------------------

    def place_of(self, found: Candidate) -> Entity | None:
        """Where a candidate is, as far as the words around its trigger tell."""
        sentence, token = found.sentence, found.token
        hosts = [token, *([] if found.type == "Visit" else list(clause_verbs(token))[:1])]
        for host in hosts:
            for child in with_nested(host):
                if child.dep_ == "prep" and child.lower_ in _WHERE and not _tells_which(child):
                    place = location(self.reading, sentence, child)
                    if place is not None:
                        return place
            spoken = here(self.reading, host)
            if spoken is not None:
                return spoken
        if found.type == "Visit":
            return None
        for word in trailing(token):
            if word.dep_ == "prep" and word.lower_ in _WHERE and not _tells_which(word):
                place = location(self.reading, sentence, word)
                if place is not None:
                    return place
        return self._journey(sentence, token) or self._modifier(sentence, token)

    def _modifier(self, sentence: Sentence, token: Token) -> Entity | None:
        """ "the Geneva talks"."""
        for child in token.children:
            if child.dep_ in ("compound", "amod", "nmod"):
                mention = self.reading.mentions.at(sentence.paragraph.start + child.idx)
                if mention is None:
                    continue
                if mention.entity.kind is Kind.PLACE or names_venue(child, mention):
                    return mention.entity
        return None

    def _journey(self, sentence: Sentence, token: Token) -> Entity | None:
        """ "visited Cuba for talks", "is in Cuba to hold a dialogue": where the way led."""
        for verb in list(clause_verbs(token))[:3]:
            lemma = verb.lemma_.lower()
            for child in verb.children if lemma in words("journeys") else ():
                if child.dep_ == "dobj" and lemma in ("visit", "tour"):
                    mention = self.reading.mentions.at(sentence.paragraph.start + child.idx)
                    if mention is not None and mention.entity.kind in (Kind.PLACE, Kind.POLITY):
                        return mention.entity
                whither = child.dep_ == "prep" and child.lower_ in _WHITHER
                if whither and (child.lower_ != "for" or lemma in ("leave", "depart", "head")):
                    place = location(self.reading, sentence, child)
                    if place is not None:
                        return place
        return None

    # larger events -----------------------------------------------------------------------------

    def _sidelines(self, sentence: Sentence, token: Token) -> Token | None:
        """The noun for the event on whose sidelines this one was held."""
        words_for_it = words("sidelines")
        beside = [word for word in sentence.span if word.lemma_.lower() in words_for_it]
        if not beside:
            return None
        above = {ancestor.i for ancestor in token.ancestors}
        scope = {t.i for t in token.subtree} | {
            t.i for verb in list(clause_verbs(token))[:1] for t in verb.subtree
        }
        for word in beside:
            if word.i not in scope or word.i in above:
                continue
            for child in word.children:
                if child.dep_ == "prep" and child.lower_ == "of":
                    for obj in child.children:
                        if obj.dep_ == "pobj" and obj.i != token.i:
                            return self._gathering_of(sentence, obj)
        return None

    def _gathering_of(self, sentence: Sentence, noun: Token) -> Token:
        """The noun behind the name of a body: "the Organization of Lakes (OL) meeting"."""
        offset = sentence.paragraph.start
        body = self.reading.mentions.at(offset + noun.idx)
        if body is None or is_gathering(noun):
            return noun
        for word in noun.doc[noun.i + 1 : noun.sent.end]:
            if is_gathering(word):
                return word
            acronym = word.text in "()" or word.text.isupper()
            if offset + word.idx >= body.end and not acronym:
                break
        return noun

    def _at_gathering(self, found: Candidate) -> Token | None:
        """ "Kerry met Lavrov at the APEC forum": two met where many did."""
        sentence, token = found.sentence, found.token
        if token.lemma_.lower() not in words("asides"):
            return None
        for host in (token, *list(clause_verbs(token))[:1]):
            for child in with_nested(host):
                if (
                    child.dep_ != "prep"
                    or child.lower_ not in ("at", "during")
                    or child.i < token.i
                ):
                    continue
                for noun in child.children:
                    named = (
                        body_of(noun, sentence, self.reading) is not None or noun.pos_ == "PROPN"
                    )
                    if noun.dep_ == "pobj" and is_gathering(noun) and named:
                        return noun
        return None


def _event_name(sentence: Sentence, noun: Token) -> str:
    """The noun phrase without its article and without what follows a place or time phrase."""
    kept = [noun]
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "poss", "nummod") or (
            child.dep_ == "prep" and child.lower_ == "of"
        ):
            kept += list(child.subtree)
    first, last = min(t.i for t in kept), max(t.i for t in kept)
    doc = sentence.paragraph.doc
    start, end = doc[first].idx, doc[last].idx + len(doc[last].text)
    return sentence.paragraph.text[start:end]


def _can_be_of(sentence: Sentence, token: Token, date: DateMention) -> bool:
    anchor = token_at(sentence, date.start)
    return anchor is not None and not tells_since(token, anchor)


def _stands_for_itself(sentence: Sentence, offset: int) -> bool:
    """Whether "in PLACE" says where things happened, not which "situation in PLACE" is meant."""
    token = token_at(sentence, offset)
    if token is None:
        return False
    for _ in range(_LONGEST_APPOSITION):
        if token.i <= sentence.span.start:
            return False
        token = token.nbor(-1)
        if token.lower_ in _WHERE:
            return not _tells_which(token)
        if token.lower_ not in words("settlements") and token.pos_ not in ("PROPN", "PART", "DET"):
            return False
    return False


def _tells_which(preposition: Token) -> bool:
    """Whether "in PLACE" belongs to a matter ("the war in PLACE"), not to what happened."""
    before = preposition.nbor(-1) if preposition.i > 0 else preposition
    matters = words("matters")
    return preposition.head.lemma_.lower() in matters or before.lemma_.lower() in matters
