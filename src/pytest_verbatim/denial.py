"""Denials: whether a sentence plainly says that a crate has no part in what is shown.

A word of negation has to govern the crate itself, within its clause: "no serde", "nothing here
comes from serde", "serde plays no part", "leaves serde aside". What is said of a thing of the crate
("no tokio task outlives it", "tokio's mutex is not needed"), of what the crate does not do, of what
would be, or of a part ("for the key") denies nothing. English only; reads words, knows no grammar.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from pytest_verbatim.mention import mentions_in
from pytest_verbatim.relation.token import Token, tokens_of

_UNMISTAKABLE = frozenset(
    "anyhow base64 figment hmac http hyper openssl opentelemetry rand redis regex sentry sha strum "
    "tonic tower tracing uuid valuable validator svix omniqueue".split()
)
"""Crates whose names are words too, or products with a capital; in small letters the crate."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A crate that is denied, as Rust writes it, and where its name stands, half-open."""

    crate: str
    start: int
    end: int


def denials_in(sentence: str, crates: frozenset[str]) -> tuple[Denial, ...]:
    """Return which of these crates (written with `_`) a sentence denies, by place."""
    tokens = tokens_of(sentence)
    plain = {m.start for m in mentions_in(sentence, crates) if m.kind == "crate" and not m.ticked}
    found = []
    for at, token in enumerate(tokens):
        name = token.text.replace("-", "_").removesuffix("_free").removesuffix("_less")
        free = name != token.text.replace("-", "_")
        written = sentence[token.start : token.end].strip("`").strip()
        known = token.kind == "term" or token.start in plain or name in _UNMISTAKABLE or free
        if name in crates and known and written == written.lower():
            reader = _Clause(tokens, at, crates)
            if not reader.is_open() and (free or any(rule(reader) for rule in _RULES)):
                found.append(Denial(name, token.start, token.end))
    return tuple(found)


def is_denied(sentence: str, start: int, end: int) -> bool:
    """Return whether a sentence denies what its characters from `start` to `end` name."""
    tokens = tokens_of(sentence)
    for at, token in enumerate(tokens):
        if token.start < end and start < token.end:
            reader = _Clause(tokens, at, {token.text.replace("-", "_")})
            return not reader.is_open() and any(rule(reader) for rule in _RULES)
    return False


# --- words ---------------------------------------------------------------------------------------

_OPEN = frozenset(
    "would could might should wouldn't couldn't shouldn't whether suppose supposing imagine "
    "pretend 'd wish ought did didn't had hadn't formerly older earlier previous previously "
    "releases".split()
)
_IF = frozenset("if unless were had".split())
_BREAKS = frozenset(
    "but while whereas because since although though so which who if when where whose".split()
)
_BREAKING_MARKS = frozenset(";:.()!?\u2014\u2013")
_NO = frozenset("no without sans minus lacks lacking lack neither nor zero devoid free".split())
_NOT = frozenset(
    "not never doesn't don't didn't isn't aren't wasn't weren't hasn't haven't cannot can't won't "
    "needn't hardly scarcely nowhere".split()
)
_ANY_NEGATION = _NO - {"free", "zero"} | _NOT | {"nothing", "none", "nobody"}
_GLUE = frozenset(
    "the a an any of from to on in with for at by all some single one real actual direct further "
    "explicit trace use usage need help call calls line lines bit piece part parts word words type "
    "types item items name names import imports mention sign hint touch room place role work job "
    "reason cause business dealings dependency dependence reference references recourse resort "
    "having using needing touching calling importing involving asking reaching going through into "
    "out being it code macro macros crate crates aid support participation contribution even so "
    "kind sort form do reach bring pull drag ask turn open load go involve call import more much "
    "every thing things anything whatever share portion function functions method methods shred "
    "hand own about shown involvement employing resorting relying depending calling building "
    "drawing pulling dragging bringing knowing mentioning opening loading seeing meeting consulting "
    "invoking such as like and or us its our crates' their this that let alone".split()
)
_MOST_GLUE = 9
_PLACES = frozenset(
    "here there anywhere whatsoever whatever either around throughout involved needed required "
    "used imported called necessary present itself too yet again today now".split()
)
_LOCATIVE = frozenset("in within inside on at among around throughout behind under beneath".split())
_WHERE = frozenset(
    "this these the it here any our sight play all what that use work them its file module "
    "function code anything such hand stage".split()
)
_TAKING_PART = frozenset(
    "appears appear occurs occur enters enter figures figure features feature participates "
    "participate matters matter".split()
)
_TAKING_PART_IN = {
    "comes": "in into up here", "come": "in into up here", "shows": "up here", "show": "up here",
    "takes": "part any a", "take": "part any a", "plays": "a any part", "play": "a any part",
    "gets": "involved called used a in to any", "get": "involved called used a in to any",
    "has": "a any", "have": "a any", "turns": "up", "turn": "up", "stands": "here in", "stand":
    "here in", "belongs": "here in", "belong": "here in", "exists": "here", "exist": "here",
    "needs": "to", "need": "to", "contributes": "to anything here", "contribute": "to anything here",
    "touches": "this it any the", "touch": "this it any the", "goes": "in into", "go": "in into",
}  # fmt: skip
_USED = frozenset(
    "used needed required involved imported called touched named mentioned necessary part present "
    "around here there asked consulted concerned wanted invited visible relevant pulled brought "
    "drawn linked referenced reached employed loaded dragged found seen affected in at on to among "
    "one what a anywhere invoked applied engaged enlisted".split()
)
_PARTICULAR = frozenset(
    "for to by with when until unless as before after only twice because if since except yet how "
    "beyond but than".split()
)
_EXCEPTING = frozenset(
    "but except beyond besides other apart save only unless until than yet else otherwise".split()
)
_ABSENT = frozenset(
    "absent unused missing nowhere uninvolved unneeded unnecessary superfluous idle out aside away "
    "spared avoided untouched off dispensable elsewhere unmentioned redundant outside skipped "
    "omitted ignored excluded avoidable left kept set bypassed irrelevant foreign unknown alien "
    "immaterial extraneous".split()
)
_STAYING = frozenset(
    "is are was were stays stay remains remain goes go sits sit keeps keep stands stand lives live "
    "works work belongs belong be gets rests rest waits wait".split()
)
_MAY = frozenset("can may will must shall has have to need needs".split())
_NOTHINGS = frozenset("contributes adds does brings says sees gives offers gets has takes".split())
_USING = frozenset(
    "use uses used using need needs needed call calls called import imports imported involve "
    "involves touch touches depend depends rely relies require requires draw draws go goes reach "
    "reaches pull pulls want wants ask asks come comes build builds know knows mention mentions see "
    "sees employ employs invoke invokes contain contains borrow borrows lean leans turn turns resort "
    "resorts bring brings drag drags enlist enlists carry carries consult consults take takes stem "
    "stems originate originates belong belongs owe owes bother bothers speak speaks rest rests open "
    "opens load loads link links meet meets bear bears refer refers point points lead leads smell "
    "smells have has is are stand stands sit sits run runs work works make makes hang hangs deal "
    "deals include includes concern concerns look looks reference references appeal appeals get "
    "gets find finds wait waits pass passes leave leaves name names do does built based founded "
    "written made".split()
)
_AVOIDING = frozenset(
    "avoid avoids avoiding skip skips skipping omit omits omitting forgo forgoes forgoing shun shuns "
    "eschew eschews exclude excludes ignore ignores bypass bypasses bypassing sidestep sidesteps "
    "spare spares sparing dispense dispenses dispensing refrain refrains abstain abstains renounce "
    "renounces".split()
)
_CLEAR_OF = frozenset(
    "free clear clean bare empty rid innocent void devoid independent unaware ignorant unrelated "
    "detached divorced away nothing far isolated decoupled distance".split()
)
_LEAVING = frozenset("leaves leave leaving left keeps keep keeping kept sets set setting puts put "
                     "putting rules ruling shuts locks pushes lays".split())  # fmt: skip
_AWAY = frozenset(
    "aside out alone behind untouched unused away apart off outside unmentioned at be".split()
)
_ADVERBS = frozenset(
    "also simply just really thus itself still therefore then actually plainly even clearly here "
    "directly itself at all in fact indeed ever once of course quite so far".split()
)
_BEFORE_SUBJECT = frozenset(
    "and but so since because as while whereas here there that the then also hence thus yet "
    "therefore though although for or both either crate crates now today either even".split()
)
_NOT_OURS = frozenset("what which whatever anything everything those whose who how why".split())


_MOST_INSERTED = 7
_FINITE = frozenset("is are does do has have plays stays goes can will takes never".split())


@dataclass(frozen=True, slots=True)
class _Clause:
    """A crate among the tokens of a sentence, and the words of its clause on either side."""

    tokens: Sequence[Token]
    at: int
    crates: Collection[str]

    def _word(self, at: int) -> str:
        """Return a word, `*` for a term, a mark, or "" outside of the sentence."""
        if not 0 <= at < len(self.tokens):
            return ""
        return "*" if self.tokens[at].kind == "term" else self.tokens[at].text

    def _is_name(self, at: int) -> bool:
        return self._word(at) == "*" or self._word(at).replace("-", "_") in self.crates

    @property
    def first(self) -> int:
        """Return where the list of names begins that the crate is in."""
        here = self.at
        while True:
            joint = here - 1
            joint -= self._word(joint) in {"and", "or", "nor", "the"}
            joint -= self._word(joint) == ","
            if joint == here - 1 or not self._is_name(joint):
                return here
            here = joint

    @property
    def after(self) -> int:
        """Return what is behind the list of names that the crate is in, and behind "crate"."""
        here = self.at + 1
        while True:
            here += self._word(here) in {"crate", "crates", "itself"}
            joint = here + (self._word(here) == ",")
            joint += self._word(joint) in {"and", "or", "nor"}
            if joint == here or not self._is_name(joint):
                return here
            here = joint + 1

    def _breaks(self, at: int) -> bool:
        word = self._word(at)
        return not word or word in _BREAKS or word in _BREAKING_MARKS

    @property
    def left(self) -> list[str]:
        """Return the words of the clause before it; commas are among them."""
        here = self.first
        while not self._breaks(here - 1):
            here -= 1
        return [self._word(n) for n in range(here, self.first)]

    @property
    def right(self) -> list[str]:
        """Return the words of the clause behind it up to a comma."""
        start = here = self._past_insertion
        while not self._breaks(here) and self._word(here) != ",":
            here += 1
        return [self._word(n) for n in range(start, here)]

    @property
    def _past_insertion(self) -> int:
        """Return what is behind the list of names, and behind a few words between commas."""
        closes = self.after + 1
        if self._word(self.after) != ",":
            return self.after
        if self._word(closes) in _FINITE:
            return closes
        while closes < self.after + _MOST_INSERTED and self._word(closes) not in {",", "*", ""}:
            closes += 1
        finite = self._word(closes + 1) in _FINITE
        return closes + 1 if self._word(closes) == "," and finite else self.after

    @property
    def behind(self) -> str:
        """Return what ends the words behind it: a mark, or the word of a new clause."""
        return self._word(self._past_insertion + len(self.right))

    @property
    def next(self) -> str:
        """Return the word behind that mark."""
        return self._word(self._past_insertion + len(self.right) + 1)

    @property
    def opens(self) -> bool:
        """Return whether nothing of the sentence stands before its clause."""
        return self.first == len(self.left)

    def is_open(self) -> bool:
        """Return whether the clause says what would be, asks, or speaks of a thing of the crate."""
        words = {*self.left, *self.right}
        if self._word(self.at + 1) == "'s" or words & _OPEN:
            return True
        before = {self._word(n) for n in range(self.first)}
        question = bool(self.tokens) and self.tokens[-1].text == "?"
        return question or bool(before & _IF) or self.behind in {"but", "if", "unless"}


# --- rules ---------------------------------------------------------------------------------------


def _ends(clause: _Clause) -> bool:
    """Return whether what follows makes the crate itself what is denied.

    The end of the clause, a place, or that it takes part; no noun that the crate would qualify.
    """
    right = clause.right
    if right[:1] == ["nor"]:
        return True
    if _EXCEPTING.intersection(right):
        return False
    if not right or (right[0] in _PLACES and not _PARTICULAR.intersection(right[1:2])):
        return True
    if right[0] in _LOCATIVE:
        return len(right) == 1 or right[1] in _WHERE
    if right[0] in {"is", "are"}:
        return len(right) > 1 and right[1] in _USED and not _is_particular(right[2:])
    if right[0] == "to":
        return right[1:3] in (["be", "seen"], ["be", "found"], ["speak", "of"])
    if right[0] in {"and", "or", "nor"}:
        return True
    return _takes_part(right)


def _takes_part(right: Sequence[str]) -> bool:
    if right[0] in _TAKING_PART:
        return not _is_particular(right[1:])
    return right[1:2] != [] and right[1] in _TAKING_PART_IN.get(right[0], "").split()


def _is_particular(rest: Sequence[str]) -> bool:
    """Return whether what follows narrows a denial: "for the key", "by the caller"."""
    if not rest or rest[0] not in _PARTICULAR:
        return False
    return not (
        rest[0] in {"for", "by"} and rest[1:2] != [] and rest[1] in {"this", "it", "any", "that"}
    )


_OF_NOTHING = frozenset("of from in for to about here is left remains there".split())


def _negated_before(clause: _Clause) -> bool:
    """Return whether a word of negation stands before the crate: "no", "without a trace of"."""
    left = clause.left
    at = len(left) - 1
    while at >= 0 and at > len(left) - _MOST_GLUE and left[at] in _GLUE | {"here", "is", "left"}:
        at -= 1
    if at < 0:
        return False
    word, between = left[at], left[at + 1 :]
    counted = word == "not" and between[:1] in (["a"], ["one"], ["any"], ["even"], ["the"])
    nothing = word == "nothing" and bool(between) and between[0] in _OF_NOTHING
    none = word == "none" and between[:1] == ["of"]
    if word not in _NO and not counted and not nothing and not none:
        return False
    if word in {"free", "devoid"} and between[:1] not in (["of"], ["from"]):
        return False
    if word == "without" and not _is_plain_without(clause, left, at):
        return False
    if _negation_in(left[:at]) and word not in {"nor", "neither"}:
        return False
    if between[-1:] == ["for"] and clause.right[:1] == ["to"]:
        return True
    new = word == "without" and at == 0 and clause.opens and clause.right[:1] != []
    return (new and clause.right[0] in _BEGINNING) or _ends(clause)


_BEGINNING = frozenset(
    "the a an it this that we all everything each its our these one * both".split()
)


def _negation_in(words: Sequence[str]) -> bool:
    """Return whether another negation stands in the last words before one."""
    last = words[-4:]
    for at in range(len(last) - 1, -1, -1):
        if last[at] in {",", "and"}:
            return False
        if last[at] in _ANY_NEGATION:
            return True
    return False


def _is_plain_without(clause: _Clause, left: Sequence[str], at: int) -> bool:
    """Return whether "without" denies: not "with or without", "even without", "any type without"."""
    before = left[at - 1] if at else ""
    if before in {"or", "also", "even", "but", "just"}:
        return False
    if at == 0 and clause.opens:
        rest = {clause._word(n) for n in range(clause.after, len(clause.tokens))}
        return not rest & (_ANY_NEGATION | _OPEN | _FAILING)
    return not {"any", "every", "each", "another", "some", "those"}.intersection(
        left[max(0, at - 3) : at]
    )


_FAILING = frozenset(
    "must fail fails break breaks only have has cannot stop stops be refuse".split()
)


def _nobody_uses(clause: _Clause) -> bool:
    """Return whether nothing, or no such thing, uses it: "not a line has to do with serde"."""
    left = clause.left
    verb = len(left) - 1
    while verb >= 0 and left[verb] not in _USING and left[verb] in _GLUE:
        verb -= 1
    if verb < 0 or left[verb] not in _USING:
        return False
    for at in range(verb - 1, -1, -1):
        two = left[at : at + 2]
        alone = left[at] in {"nothing", "none", "nobody", "neither", "nowhere"}
        counted = two in (["not", "a"], ["not", "one"], ["not", "even"], ["no", "one"])
        if alone or counted or (left[at] == "no" and at < verb - 1):
            after = left[at + 1 : at + 2]
            other = bool(after) and after[0] in _EXCEPTING | {"more", "less", "longer"}
            return not other and not _negation_in(left[:at]) and _ends(clause)
    return False


_BEFORE_USE = frozenset(
    "to even have reach want need does do it we one this so much as is are once code file".split()
)


def _not_used(clause: _Clause) -> bool:
    """Return whether something does not use it: "does not go through serde"."""
    left = clause.left
    verb = len(left) - 1
    while verb >= 0 and left[verb] not in _USING and left[verb] in _GLUE:
        verb -= 1
    if verb < 1 or left[verb] not in _USING:
        return False
    not_at = verb - 1
    while not_at > 0 and left[not_at] in _ADVERBS | _BEFORE_USE:
        not_at -= 1
    if left[not_at] not in _NOT or _negation_in(left[:not_at]):
        return False
    return _ends(clause)


def _avoided(clause: _Clause) -> bool:
    """Return whether something keeps clear of it: "spares us serde", "leaves serde aside"."""
    left, right = clause.left, clause.right
    at = len(left) - 1
    while at >= 0 and left[at] in _GLUE | {
        "itself",
        "me",
        "you",
        "everybody",
        "with",
        "completely",
    }:
        if left[at] in _CLEAR_OF:
            break
        at -= 1
    if at < 0 or _negation_in(left[:at]):
        return False
    between = left[at + 1 :]
    if left[at] in _LEAVING and right[:1] != [] and right[0] in _AWAY:
        return not set(between) - {"the", "a"} and not _EXCEPTING.intersection(right)
    if left[at] in _AVOIDING:
        return _ends(clause)
    clear = between[:1] != [] and between[0] in {"of", "from", "to", "about"}
    return left[at] in _CLEAR_OF and clear and left[at] != "free" and _ends(clause)


def _takes_no_part(clause: _Clause) -> bool:
    """Return whether the crate is the subject and has no part: "serde is not involved"."""
    left, right = clause.left, [w for w in clause.right]
    last = left[-1] if left else ""
    inverted = left[-2:-1] in (["nor"], ["nowhere"], ["neither"]) or left[-2:-1] == ["point"]
    if inverted and last in {"is", "are", "does", "do", "has", "can"}:
        return bool(right) and (right[0] in _USED | _ABSENT or _takes_part(right))
    if _NOT_OURS.intersection(left) or not (not left or last in _BEFORE_SUBJECT | {","}):
        return False
    if _EXCEPTING.intersection(right):
        return False
    while right and right[0] in _ADVERBS:
        right = right[1:]
    return any(rule(right) for rule in _PREDICATES)


_BEING = frozenset("is are was were gets being isn't aren't wasn't weren't".split())


def _is_not_used(right: Sequence[str]) -> bool:
    """Tell "is not used", "are never called", "isn't part of this"."""
    if right[:1] == [] or right[0] not in _BEING:
        return False
    here = 1
    if not right[0].endswith("n't"):
        while here < len(right) and right[here] in _ADVERBS:
            here += 1
        if here >= len(right) or right[here] not in {"not", "never", "nowhere", "no", "neither"}:
            return False
        here += 1
    while here < len(right) and right[here] in _ADVERBS - {"here", "at", "in", "of"}:
        here += 1
    if here >= len(right) or right[here] not in _USED:
        return False
    if right[here] in _LOCATIVE:
        return here + 1 < len(right) and right[here + 1] in _WHERE
    if right[here] in {"a", "one", "what", "to"}:
        shown = right[here : here + 3]
        return shown[:2] in (["a", "part"], ["one", "of"], ["to", "be"]) or "asks" in right
    return not _is_particular(right[here + 1 :])


def _does_not_appear(right: Sequence[str]) -> bool:
    """Tell "does not appear", "never comes in", "need not come in"."""
    words = list(right)
    negated = False
    while words and words[0] in {*_NOT, *_ADVERBS, "does", "do", "will", "need", "has", "can"}:
        negated = negated or words[0] in _NOT
        words = words[1:]
    if not negated or not words:
        return False
    if words[0] == "be" and words[1:2] != [] and words[1] in _USED - _LOCATIVE:
        return not _is_particular(words[2:])
    return _takes_part(words)


_PARTAKING = frozenset(
    "plays has takes have play take gets finds does lends gives offers makes brings".split()
)
_PART = frozenset(
    "part role place say share hand business bearing job work function use seat stake room need "
    "active help contribution appearance".split()
)


def _has_no_part(right: Sequence[str]) -> bool:
    """Tell "plays no part", "has nothing to do with this", "adds nothing"."""
    if len(right) < 2:
        return False
    if right[0] in _PARTAKING and right[1] == "no":
        rest = right[3:]
        part = bool(right[2:3]) and right[2] in _PART
        return part and (not rest or rest[0] in {*_LOCATIVE, "here", "to", "part", "role", "there"})
    if right[1] != "nothing" or right[0] not in _NOTHINGS | {"have"}:
        return False
    rest = right[2:]
    while rest[:1] in (["to"], ["do"], ["say"], ["add"], ["contribute"], ["seek"]):
        rest = rest[1:]
    if rest[:1] in (["with"], ["of"], ["in"], ["to"]):
        return rest[1:2] in (["this"], ["it"], ["that"], ["any"], ["these"], ["what"], ["all"])
    return not rest or rest[0] in {"here", "there", "this"}


def _is_absent(right: Sequence[str]) -> bool:
    """Tell "is absent", "stays out of it", "can be left aside", "goes unused"."""
    words = list(right)
    while words and words[0] in _MAY | _ADVERBS:
        words = words[1:]
    if not words or words[0] not in _STAYING:
        return False
    while words and words[0] in _STAYING | _ADVERBS - {"so"}:
        words = words[1:]
    if not words or words[0] not in _ABSENT:
        return False
    if words[0] in {"left", "kept", "set"}:
        return words[1:2] != [] and words[1] in _AWAY
    rest = words[1:]
    if rest[:1] == ["of"]:
        return words[0] in {"out", "outside"}
    if rest[:1] == ["to"]:
        return rest[1:2] in (["this"], ["it"], ["these"])
    return not rest or rest[0] in {*_LOCATIVE, "here", "there", "from", "altogether", "entirely"}


def _sits_out(right: Sequence[str]) -> bool:
    """Tell "sits this one out"."""
    return right[:1] in (["sits"], ["sit"]) and "out" in right[1:4]


def _does_nothing(right: Sequence[str]) -> bool:
    """Tell "does not do anything here", "is of no use here", "is done without"."""
    if right[:3] in (["does", "not", "do"], ["doesn't", "do", "anything"]):
        rest = right[3:] if right[0] == "does" else right[2:]
        return rest[:1] == ["anything"] and (len(rest) == 1 or rest[1] in {"here", "in"})
    if right[:3] == ["is", "of", "no"]:
        return not _is_particular(right[4:]) and right[4:5] != ["to"]
    return right[:3] in (["is", "done", "without"], ["is", "dispensed", "with"])


_PREDICATES: tuple[Callable[[Sequence[str]], bool], ...] = (
    _is_not_used,
    _does_not_appear,
    _has_no_part,
    _is_absent,
    _sits_out,
    _does_nothing,
)


def _of_it_nothing(clause: _Clause) -> bool:
    """Return whether of the crate there is nothing: "of serde there is no trace", "serde: none"."""
    left, right = clause.left, clause.right
    if not right and clause.behind == ":":
        return clause.next in {"not", "no", "none", "nothing", "unused", "absent", "never"}
    if left[-1:] not in (["of"], ["from"]) or set(left[:-1]) - _BEFORE_SUBJECT:
        return False
    there = right[2:] if right[:2] in (["there", "is"], ["we", "see"]) else right
    return there[:1] in (["nothing"], ["no"], ["none"]) and not _EXCEPTING.intersection(right)


_RULES: tuple[Callable[[_Clause], bool], ...] = (
    _negated_before,
    _nobody_uses,
    _not_used,
    _avoided,
    _takes_no_part,
    _of_it_nothing,
)
