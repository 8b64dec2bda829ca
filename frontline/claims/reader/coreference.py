"""Resolve what a text names to places, actors and roads of the record, or say why not.

"The town" is the place named last, "they" the force named last, "the highway" the road named
last. A name that matches two places is not resolved, and the reason lists both.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from frontline.claims.reader.acting_forces import THEY, acting, without_governed
from frontline.claims.reader.actor_names import are_troops
from frontline.claims.reader.antecedents import is_head, is_of_ground, may_be_it, only_locating
from frontline.claims.reader.called import Called, is_called_hill, noun_of
from frontline.claims.reader.entities import direction_names
from frontline.claims.reader.feature_names import is_post_in
from frontline.claims.reader.named_posts import NamedPosts
from frontline.claims.reader.namesakes import (
    BESIDE,
    BESIDE_KM,
    another,
    beside,
    distance_km,
    far_from_all,
    joined_places,
    list_candidates,
    reported,
    too_far,
)
from frontline.claims.reader.relative_clauses import is_of_which
from frontline.errors import InvalidRequestError
from frontline.gazetteer import normalize

if TYPE_CHECKING:
    from collections.abc import Collection

    from frontline.claims.reader.chunker import Mention, Sentence
    from frontline.claims.reader.road_names import RoadNames
    from frontline.claims.reader.toponyms import Lexicon, Name
    from frontline.models import Place


@dataclass(frozen=True, slots=True)
class Referent:
    """What a mention refers to.

    Parameters
    ----------
    kind : ``actor``, ``place``, ``road``, ``front``, ``feature``, or ``none``
    id : id of the actor, place or road; ``front``; None if the record has none
    words : the words of the text
    place : the place; for a feature the place it is named after
    note : the assumption made
    why : for ``none``, the reason
    unsure : the part of it that was not read directly; empty if none
    """

    kind: str
    id: str | None
    words: str
    place: Place | None = None
    note: str = ""
    why: str = ""
    unsure: str = ""


#: Words for forces that are only resolved if the text named them before.
_UNRESOLVED = frozenset(
    {"they", "them", "fighters", "attackers", "المقاتلين", "مقاتلين", "المهاجمين"}
)
#: Words for irregular forces: the army is not called so.
_OF_REBELS = frozenset({"fighters", "مقاتلين"})
#: What "the city" can be; words for a hill and for a city.
_CITIES = frozenset({"town", "city"})
_KINDS = (("hill", "تل"), ("city", "مدينه"))
_LEADER = "assad"  # whose "his forces" are
#: Words for regular forces: rebels are not called so.
_OF_AN_ARMY = ("soldiers", "troops")
#: The forces of who speaks, whom the text may not have named.
_OURS = "قواتنا"


@dataclass
class Referents:
    """The references of a text: what it named so far, and what its mentions mean.

    Parameters
    ----------
    lexicon : the names of the gazetteer
    default_army : the actor of "the army" if the text named none
    roads : the highways
    record : ids of the places that have reports; they are preferred to their namesakes
    """

    lexicon: Lexicon
    default_army: str | None
    roads: RoadNames
    record: Collection[str] = ()
    near: tuple[Place, ...] = ()
    here: tuple[Place, ...] = ()
    named_lately: tuple[Place, ...] = ()
    actor: str | None = None
    troops: str | None = None
    leader: bool = False
    seat: bool = False
    place: Place | None = None
    town: Place | None = None
    hill: Place | None = None
    road: str | None = None
    before: Place | None = None
    force_before: str | None = None
    sides: frozenset[str] = frozenset()
    sides_before: frozenset[str] = frozenset()
    main: str | None = None
    _done: dict[int, Referent] = field(default_factory=dict)
    _named_ids: set[str] = field(default_factory=set)
    _cities: dict[str, Place] = field(default_factory=dict)
    _called: Called = field(default_factory=Called)
    _posts: NamedPosts = field(default_factory=NamedPosts)
    _named_before: frozenset[str] = frozenset()
    _hills: set[int] = field(default_factory=set)
    _joined: dict[int, tuple[Place, ...]] = field(default_factory=dict)

    def prepare(self, sentences: list[Sentence]) -> None:
        """Collect the places that need no context: they are the context of the others."""
        found = {place.id: place for one in sentences for place in self._named_in(one)}
        self.near = tuple(found.values())
        self.seat = any(
            getattr(mention.value, "is_province", False)
            for own in sentences
            for mention in own.mentions()
        )
        self.leader = any(_LEADER in one.text.casefold() for own in sentences for one in own.tokens)

    def _named_in(self, sentence: Sentence) -> list[Place]:
        """Return the places of a sentence that need no context."""
        names = [
            mention.value.text
            for mention in sentence.mentions()
            if mention.kind in {"place", "feature"} and mention.value is not None
        ]
        places = (self.lexicon.match(name).place for name in names)
        return [place for place in places if place is not None]

    def of(self, mention: Mention) -> Referent:
        """Return what a mention refers to; the result is cached."""
        if mention.start not in self._done:
            self._done[mention.start] = self._resolve(mention)
        return self._done[mention.start]

    def at(self, sentence: Sentence, position: int) -> Referent:
        """Return what a token refers to; "it" is the place named before it."""
        mention = sentence.tokens[position].mention
        if mention is None:
            return self._it(sentence, position)
        return self._posts.meant(sentence, position, self.of(mention))

    def _it(self, sentence: Sentence, position: int) -> Referent:
        word = sentence.tokens[position].text
        of_ground = is_of_ground(sentence, position)
        heads = sentence.positions("PLACE|TOWN", 0, position)
        is_its = is_of_which(sentence, position) and not of_ground
        if is_its and is_head(sentence, heads[-1], position):
            return replace(self.at(sentence, heads[-1]), words=word)
        points = may_be_it(sentence, position)
        roads = sentence.positions("ROAD", points[-1] if points else 0, position)
        if len(roads) == 1 and not points and word.endswith("ه"):
            return replace(self.at(sentence, roads[0]), words=word)  # towns are feminine
        if roads:
            return Referent("none", None, word, why=f"{word!r} may be the road or a place")
        named = [one for one in (self.at(sentence, at) for at in points) if one.place is not None]
        ids = self._named_before | {one.place.id for one in named if one.place is not None}
        if named and not of_ground:
            found = named[-1]
            note = f"read {word!r} as {found.place.name}" if found.place is not None else ""
            return replace(found, note=note, unsure="" if len(ids) == 1 else note)
        if self.before is None or of_ground or sentence.has("REGION", 0, position):
            return Referent("none", None, word, why=f"which place {word!r} is, is not stated")
        note = f"read {word!r} as {self.before.name}, mentioned before"
        unsure = "" if len(ids) == 1 else note
        return Referent("place", self.before.id, word, self.before, note, unsure=unsure)

    def walk(self, sentence: Sentence) -> None:
        """Resolve the mentions of a sentence in order: "the town" refers to the last one."""
        self.before, self.force_before = self.town or self.place, self.actor
        self.sides_before = self.sides
        named = sentence.positions("FORCE")
        if named and sentence.text(named[0]).casefold() in THEY and self.main is not None:
            self.actor = self.main  # who acted in the sentence before, not whom they fought
        self._named_before = frozenset(self._named_ids)
        earlier, self.here = self.here, tuple(self._named_in(sentence))
        self.named_lately = tuple({one.id: one for one in (*earlier, *self.here)}.values())
        places = sentence.positions("PLACE")
        hills = [at for at in places if is_called_hill(sentence, at)]
        self._hills |= {sentence.tokens[at].start for at in hills}
        located, writers = only_locating(sentence)
        self._joined |= joined_places(sentence, self.lexicon)
        nouns = {sentence.tokens[at].start: noun_of(sentence, at) for at in places}
        for mention in sentence.mentions():
            if mention in located and (self.town is not None or writers):
                # "A, west of B", "A; villages, including B": "the town" behind it is A.
                kept = self.town, self.place, self.hill
                self.of(mention)
                self.town, self.place, self.hill = kept
            elif mention.kind in {"actor", "place", "road", "theroad", "town", "feature", "front"}:
                self.of(mention)
            if mention.kind == "place" and (place := self.of(mention).place) is not None:
                self._called.add(place, nouns.get(mention.start, ""))
        forces = (self.of(one) for one in sentence.mentions() if one.kind == "actor")
        self.sides = frozenset(one.id for one in forces if one.id is not None) or self.sides
        if named:
            free = acting(sentence, without_governed(sentence, named))
            does = (self.at(sentence, force).id for force in free)
            sides = {id_ for id_ in does if id_ is not None}
            self.main = sides.pop() if len(sides) == 1 else None

    def _resolve(self, mention: Mention) -> Referent:
        readers = {
            "actor": self._actor, "place": self._place, "road": self._road,
            "theroad": self._the_road, "town": self._the_town, "feature": self._feature,
            "unknown": self._unknown,
        }  # fmt: skip
        if mention.kind in readers:
            return readers[mention.kind](mention)
        return Referent("front", "front", mention.text)

    def _actor(self, mention: Mention) -> Referent:
        if mention.value == "none":
            why = f"the record follows no force called {mention.text!r}"
            return Referent("none", None, mention.text, why=why)
        if mention.value is not None:
            if self.actor is None or not mention.text.endswith("'s"):
                self.actor = mention.value  # "the army's supply line": it does nothing
            if are_troops(mention.text):
                self.troops = mention.value
            return Referent("actor", mention.value, mention.text)
        if mention.text.casefold().startswith("his "):
            return self._his_forces(mention)
        return self._army_or_last(mention)

    def _his_forces(self, mention: Mention) -> Referent:
        """Return "his forces" as the army, if the text names its leader."""
        army, words = self.default_army, mention.text
        if not self.leader or army is None:
            return Referent("none", None, words, why=f"whose {words!r} is not stated")
        return Referent("actor", army, words, note=f"read {words!r} as {army} forces")

    def _army_or_last(self, mention: Mention) -> Referent:
        """Return "the army" or "soldiers" as the army, other forces as those named last."""
        army, words = self.default_army, mention.text.casefold()
        other = self.actor not in {None, army}
        if (other and _OURS in words) or (army and self.actor == army and words in _OF_REBELS):
            return Referent("none", None, mention.text, why=f"whose {mention.text!r} is not stated")
        if army and any(word in words for word in ("army", "military")):
            self.actor = army
            return Referent(
                "actor", army, mention.text, note=f"read {mention.text!r} as {army} forces"
            )
        if army and words.endswith(_OF_AN_ARMY) and self.actor not in {None, army}:
            note = f"read {mention.text!r} as {army} forces: rebels are not called so"
            return Referent("actor", army, mention.text, note=note, unsure=note)
        last = self.troops if are_troops(words) and self.troops is not None else self.actor
        if last is not None:
            note = f"read {mention.text!r} as the forces mentioned before"
            return Referent("actor", last, mention.text, note=note, unsure=note)
        if self.default_army and words.split()[-1] not in _UNRESOLVED:
            note = f"read {mention.text!r} as {self.default_army} forces, since no others are named"
            return Referent("actor", self.default_army, mention.text, note=note, unsure=note)
        return Referent("none", None, mention.text, why=f"whose {mention.text!r} is not stated")

    def army(self) -> Referent | None:
        """Return the army of the record, for deeds of nobody in particular."""
        army = self.default_army
        if army is None:
            return None
        note = f"read as {army} forces, since no force is named"
        return Referent("actor", army, army, note=note, unsure="the actor is not named")

    def other_side(self, referent: Referent) -> str | None:
        """Return the army, of which others are taken to be the enemy; None for the army itself."""
        is_other = referent.kind == "actor" and referent.id != self.default_army
        return self.default_army if is_other else None

    def region(self, name: Name, words: str) -> Referent:
        """Return a province, or the side of it that the words name, as ``southern idlib``."""
        seat = self.lexicon.match(name.text).place
        province = name.text if seat is None else seat.admin1 or seat.name
        sides = "-".join(direction_names(words))
        id_ = f"{sides}ern {province}" if sides else f"{province} province"
        return Referent("region", id_.casefold(), words, seat)

    def named(self, name: str) -> Referent:
        """Return the place of a name, whatever the words around it."""
        return self._named(name, name)

    def _place(self, mention: Mention) -> Referent:
        name = mention.value
        if (whole := self._of_short_name(name.text)) is not None:
            note = f"read {mention.text!r} as {whole.name}"
            self.place = self.town = whole
            return Referent("place", whole.id, mention.text, whole, note)
        if mention.start in self._hills and (hill := self._hill_of(name.text)) is not None:
            self.place = self.hill = hill
            self._named_ids.add(hill.id)
            return Referent("place", hill.id, mention.text, hill)
        if name.other and self.lexicon.match(name.text).kind not in {"exact", "variant"}:
            return self._named(name.other, mention.text)
        return self._named(name.text, mention.text, self._joined.get(mention.start, ()))

    def _hill_of(self, name: str) -> Place | None:
        """Return the only hill of several places with a name."""
        match = self.lexicon.match(name)
        hills = [place for place in match.candidates if place.kind == "hill"]
        return hills[0] if match.kind == "ambiguous" and len(hills) == 1 else None

    def _of_short_name(self, name: str) -> Place | None:
        """Return the place of the text of whose name a single word is the first: "al-Maarra"."""
        key = normalize.match_key(name)
        if " " in name.strip() or not key:
            return None
        for place in self.near:
            names = place.all_names
            whole = (one.split() for one in names if " " in one)
            if any(key == normalize.match_key(words[0]) for words in whole):
                own = any(key == normalize.match_key(one) for one in names)
                return None if own or self._lies_beside(name, place) else place
        return None

    def _lies_beside(self, name: str, place: Place) -> bool:
        """Return whether a name is that of another place right beside a place."""
        other = self.lexicon.match(name).place
        return other is not None and distance_km(place, other) <= BESIDE_KM

    def _named(self, name: str, words: str, joined: tuple[Place, ...] = ()) -> Referent:
        try:
            match = self.lexicon.match(name)
            if match.kind == "ambiguous" and self.near:
                known = reported(self.lexicon.match(name, self.near), self.record, self.near)
                match = beside(beside(another(known, self.here), self.here), joined)
        except InvalidRequestError as error:
            return Referent("none", None, words, why=str(error))
        if match.place is None:
            listed = list_candidates(name, match.candidates)
            return Referent("none", None, words, why=f"{match.explanation}{listed}")
        self.place = match.place
        self._named_ids.add(match.place.id)
        if match.place.kind in {"town", "city", "village"}:
            self.town = match.place
        if match.place.kind in _CITIES:
            self._cities[match.place.id] = match.place
        if match.place.kind == "hill" or normalize.match_key(match.place.name).startswith("tal"):
            self.hill = match.place
        note = match.explanation if match.kind == "fuzzy" or match.from_context else ""
        if (why := too_far(name, match.place, self.near, self.record)) is not None:
            return Referent("none", None, words, why=why)
        lone = match.kind == "fuzzy" or BESIDE in match.explanation
        unsure = match.explanation if lone else far_from_all(name, match.place, self.near)
        return Referent("place", match.place.id, words, match.place, note, unsure=unsure)

    def _unknown(self, mention: Mention) -> Referent:
        return self._named(mention.text.removesuffix("'s"), mention.text)

    def _the_town(self, mention: Mention) -> Referent:
        hill, city = (any(word in mention.text.casefold() for word in one) for one in _KINDS)
        place = self.hill or self.place if hill else self.town or self.place
        if city and place is not None and place.kind not in _CITIES:
            place = next(iter(self._cities.values())) if len(self._cities) == 1 else place
        place = place and (self._called.other(place, mention.text) or place)
        wrong = {"city"} if "village" in mention.text else set()
        wrong |= {"village", "hamlet"} if city and self.seat else set()
        if place is None or place.kind in wrong:
            why = f"which place {mention.text!r} is, is not stated"
            return Referent("none", None, mention.text, why=why)
        note = f"read {mention.text!r} as {place.name}, mentioned before"
        unsure = "" if len(self._named_ids) == 1 else note
        return Referent("place", place.id, mention.text, place, note, unsure=unsure)

    def _road(self, mention: Mention) -> Referent:
        self.road = mention.value
        return Referent("road", mention.value, mention.text)

    def _the_road(self, mention: Mention) -> Referent:
        if self.road is None and len(nearby := self.roads.near(self.near)) == 1:
            road = min(nearby)
            note = f"read {mention.text!r} as the {road.upper()}, the one near the text's places"
            return Referent("road", road, mention.text, note=note, unsure=note)
        if self.road is None:
            return Referent(
                "none", None, mention.text, why=f"which road {mention.text!r} is, is not stated"
            )
        note = f"read {mention.text!r} as the {self.road.upper()}, mentioned before"
        return Referent("road", self.road, mention.text, note=note, unsure=note)

    def _feature(self, mention: Mention) -> Referent:
        place = None
        name = mention.value
        if name is not None and not (name.is_province and is_post_in(mention.text)):
            place = self._named(name.text, mention.text).place
        return self._posts.add(Referent("feature", None, mention.text.strip(), place))
