"""Names in prose: what is wrong with a mention, as the tree and the scope of its example tell.

A name is right where it is in scope. What the tree defines elsewhere has to be introduced: the
text names the file or module that it stands in, or what it belongs to. Names of the standard
library and of crates pass where the tree itself uses them; otherwise the dataset's vocabulary has
to vouch for them. A crate has to be used by the code in scope, or by a file that the text names.
What is found is said as a value; which sentence it was is the caller's business.

Source: design, "Claims" (names in the prose).
"""

import difflib
import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from pytest_verbatim.names.known import HEADERS, is_known
from pytest_verbatim.names.scope import Scope
from pytest_verbatim.prose.denial import is_denied
from pytest_verbatim.prose.mention import Mention, mentions_in
from pytest_verbatim.rustfile.naming import KEYWORDS
from pytest_verbatim.tree.definitions import STD_PRELUDE, TYPE_KINDS, Definition
from pytest_verbatim.tree.index import Index

_NEAREST = 3
_RARE = 4
"""A name that is in so few files says what of a file a sentence is about."""
_SPOKEN = frozenset(
    # Words of other languages that stand in backticks: HTTP methods, SQL, Redis commands.
    "GET POST PUT PATCH DELETE HEAD OPTIONS TRACE CONNECT SELECT INSERT UPDATE FROM WHERE JOIN "
    "LEFT RIGHT INNER OUTER ON AND OR NOT NULL IN IS AS SET VALUES INTO ORDER GROUP BY LIMIT "
    "OFFSET DISTINCT RETURNING CONFLICT DO NOTHING FOR SHARE SKIP LOCKED BEGIN COMMIT ROLLBACK "
    "REPEATABLE READ COMMITTED SERIALIZABLE UNIQUE INDEX PRIMARY KEY TABLE CREATE DROP ALTER ASC "
    "DESC EXISTS LIKE BETWEEN UNION ALL ANY CASE WHEN THEN ELSE END WITH SETNX SETEX PSETEX "
    "GETSET GETDEL DEL UNLINK EXPIRE PEXPIRE TTL PTTL PERSIST EX PX NX XX INCR DECR MGET MSET "
    "LPUSH RPUSH LPOP RPOP LLEN LRANGE BLPOP BRPOP LMOVE RPOPLPUSH ZADD ZREM ZRANGE ZRANGEBYSCORE "
    "ZCARD ZSCORE XADD XREADGROUP XREAD XACK XCLAIM XAUTOCLAIM XPENDING XLEN XGROUP XDEL XTRIM "
    "XINFO MULTI EXEC WATCH EVAL EVALSHA SUBSCRIBE PUBLISH PING OK MOVED ASK BUSYGROUP HGET HSET "
    "SADD SREM SCAN KEYS macro_rules HTTP HTTPS TLS TCP UDP DNS JSON UTF ASCII TODO FIXME LF CRLF "
    "URL URI UUID JWT HMAC".split()
)
_BUILTIN_ATTRIBUTES = frozenset(
    "allow cfg cfg_attr cold deny derive deprecated doc expect forbid ignore inline macro_export "
    "macro_use must_use no_mangle non_exhaustive path repr should_panic test track_caller "
    "warn".split()
)
_PLACED = re.compile(r"`?(?:\(\))?`? (?:in|of|from) (?:the )?(?:file |module )?`?$")
_SETS_ASIDE = re.compile(
    r"\b(?:and not|but not|not|instead of|rather than|unlike|used to be|crates? (?:like|such as)"
    r"|(?:crates? (?:like|such as) \S+ (?:or|and)))(?: the| a| another)? $",
    re.IGNORECASE,
)
_WOULD = re.compile(r"(?:'s \S+)?(?: crate)?(?: (?:or|and) \S+)? (?:would|could|might|used to)\b")
_SETTING = re.compile(r"^[ \t]*(?:#[ \t]*)?(?:[\w-]+\.)*(\w+)[ \t]*=", re.MULTILINE)
_STD = frozenset({"std", "core", "alloc"})
_OWNED = re.compile(r"`?'s `?$")


Fault = Literal[
    "crate-elsewhere",
    "misplaced-name",
    "name-elsewhere",
    "stray-file",
    "unknown-crate",
    "unknown-file",
    "unknown-member",
    "unknown-name",
]


@dataclass(frozen=True, slots=True)
class NameFault:
    """What is wrong with a mention: the fault's name, what was seen, what would mend it."""

    fault: Fault
    seen: str
    mend: str


@dataclass(frozen=True)
class Names:
    """The names of one example: its scope, the tree, and words that its dataset vouches for."""

    scope: Scope
    index: Index
    vocabulary: frozenset[str] = frozenset()

    # --- texts -----------------------------------------------------------------------------

    def faults(
        self, sentences: Sequence[str], before: str = ""
    ) -> Iterable[tuple[int, Mention, NameFault]]:
        """Yield (index of the sentence, mention, fault) for a text given as its sentences.

        `before` is text that the reader has read by then: the prompt, where this is the reasoning.
        """
        crates = self.index.crates
        mentioned = [mentions_in(sentence, crates) for sentence in sentences]
        earlier = mentions_in(before, crates)
        introduced = self._introduced_by([*earlier, *(m for found in mentioned for m in found)])
        for at, found in enumerate(mentioned):
            for mention in found:
                around = (*mentioned[at - 1], *found) if at else found
                fault = self._fault(mention, sentences[at], around, introduced)
                if fault is not None and not self._is_of_tests(mention, sentences[at]):
                    yield at, mention, fault

    def _is_of_tests(self, mention: Mention, sentence: str) -> bool:
        """Return whether a name stands in test code, and the sentence says that it is a test."""
        if not mention.names or not re.search(r"\b[Tt]est", sentence):
            return False
        word = re.compile(rf"\b{re.escape(mention.last)}\b")
        return any(
            word.search(self.index.text_of(p)) for p in (*self.index.tests, *self.index.files)
        )

    def _introduced_by(self, mentions: Iterable[Mention]) -> frozenset[str]:
        """Return the files that a text names: by path, or by module path."""
        files: set[str] = set()
        for mention in mentions:
            if mention.kind == "file":
                files.update(self._files_called(mention.text))
            elif len(mention.names) > 1:
                for end in range(len(mention.names), 0, -1):
                    names = _without_roots(mention.names[:end])
                    if names and names[0] in self.index.module_names:
                        files.update(self.index.module_files(*names))
        return frozenset(files)

    # --- one mention -----------------------------------------------------------------------

    def _fault(
        self,
        mention: Mention,
        sentence: str,
        around: Sequence[Mention],
        introduced: frozenset[str],
    ) -> NameFault | None:
        if mention.text.rstrip("!") in self.vocabulary or mention.last in self.vocabulary:
            return None
        if self._is_quoted_string(mention, sentence):
            return None
        if mention.kind == "file":
            return self._file_fault(mention, around)
        if mention.kind == "text":
            return self._text_fault(mention)
        if mention.kind == "crate" or self._is_crate(mention):
            denied = is_denied(sentence, mention.start, mention.end)
            if denied or self._is_set_aside(mention, sentence):
                return None
            return self._crate_fault(mention, around, introduced)
        if mention.kind == "attribute":
            return self._attribute_fault(mention, introduced)
        fault = self._path_fault(mention, around, introduced)
        return fault or self._place_fault(mention, sentence, around)

    def _is_quoted_string(self, mention: Mention, sentence: str) -> bool:
        """Return whether what stands between the backticks is a string of the source, whole."""
        if not mention.ticked:
            return False
        start = sentence.rfind("`", 0, mention.start) + 1
        end = sentence.find("`", mention.end)
        inside = sentence[start:end].strip('"')
        return not inside.isidentifier() and inside in self._whole_strings

    @cached_property
    def _whole_strings(self) -> frozenset[str]:
        return frozenset(self._strings)

    def _path_fault(
        self, mention: Mention, around: Sequence[Mention], introduced: frozenset[str]
    ) -> NameFault | None:
        names = mention.names
        if is_known(names) and (len(names) > 1 or not self.index.definitions(names[0])):
            return None
        if len(names) == 1:
            return self._name_fault(mention, names[0], introduced)
        if names[0] in self.index.crates and not self._is_own_crate(names[0]):
            return self._foreign_fault(mention, around, introduced)
        for left, right in pairwise(names):
            fault = self._pair_fault(mention, left, right)
            if fault is not None:
                return fault
        if self._is_introduced_path(names):
            return None
        for name in names:
            if self._is_module(name) or name in self.index.crates:
                continue
            fault = self._name_fault(mention, name, introduced)
            if fault is not None:
                return fault
        return None

    def _foreign_fault(
        self, mention: Mention, around: Sequence[Mention], introduced: frozenset[str]
    ) -> NameFault | None:
        """Say what is wrong with a path into a crate: the crate, or what is used of it nowhere."""
        fault = self._crate_fault(mention, around, introduced)
        if fault is not None:
            return fault
        used = self.scope.pairs | self._foreign_pairs
        for at, (left, right) in enumerate(pairwise(mention.names)):
            if (left, right) not in used and (at == 0 or right not in self.index.outside_names):
                seen = f"`{mention.text}` is used nowhere in the tree"
                return NameFault("unknown-name", seen, self._suggestions(right))
        return None

    @cached_property
    def _foreign_pairs(self) -> frozenset[tuple[str, ...]]:
        paths = [site.path for facts in self.index.files.values() for site in facts.calls]
        paths += [bound.path for facts in self.index.files.values() for bound in facts.imports]
        return frozenset(pair for path in paths for pair in pairwise(path.split("::")))

    def _is_own_crate(self, name: str) -> bool:
        return any(path[0] == name for path in self.index.modules.values())

    def _is_introduced_path(self, names: Sequence[str]) -> bool:
        """Return whether a path says itself where its last name stands: `queue::new_pair`."""
        plain = _without_roots(names)
        if len(plain) < 2:
            return False
        files = self.index.module_files(*plain[:-1])
        return any(plain[-1] in self.index.files[file].names for file in files)

    def _pair_fault(self, mention: Mention, left: str, right: str) -> NameFault | None:
        """Say what is wrong with `left::right`: a type or module that has no such member."""
        if left in {"Self", "self", "crate", "super"} or (left, right) in self.scope.pairs:
            return None
        types = self._types(left)
        if types:
            if any(self._has_member(one, right) for one in types):
                return None
            members = sorted({m.name for one in types for m in self.index.members_of(one)})
            near = _nearest(right, members) or members[:_NEAREST]
            there = ", ".join(f"`{left}::{name}`" for name in near)
            others = self._places(right)
            mend = f"there is {there}" if there else "name what it has"
            mend += f"; `{right}` is in {others}" if others else ""
            return NameFault("unknown-member", f"`{left}` has no `{right}`", mend)
        if self._is_module(left) and left not in self.index.crates:
            files = self.index.module_files(left)
            if any(self._file_has(file, right) for file in files) or self._is_below(left, right):
                return None
            others = self._places(right)
            mend = f"`{right}` is in {others}" if others else self._suggestions(right)
            return NameFault("unknown-member", f"module `{left}` has no `{right}`", mend)
        if right not in self.index.names and right not in STD_PRELUDE and right not in KEYWORDS:
            mend = self._suggestions(right)
            return NameFault("unknown-name", f"`{mention.text}` is used nowhere here", mend)
        if left[:1].isupper() and left in self._outside and not self._used_of(left, right):
            seen = f"`{left}::{right}` is used nowhere in the tree"
            return NameFault("unknown-name", seen, self._suggestions(right))
        return None

    def _used_of(self, left: str, right: str) -> bool:
        """Return whether a name from outside is used like a member: in a path, or as a method."""
        return any(
            site.call.path.endswith(f"{left}::{right}") or site.call.form == "method"
            for site in self.index.calls_of(right)
        ) or not self.index.calls_of(right)

    def _name_fault(
        self, mention: Mention, name: str, introduced: frozenset[str]
    ) -> NameFault | None:
        if mention.kind == "macro" and name == mention.last:
            return self._macro_fault(mention, name)
        if self._is_in_scope(name):
            return None
        if self.index.definitions(name):
            return self._defined_fault(mention, name, introduced)
        if self._is_module(name) or name in self._settings:
            return None
        if name in self._outside and self._is_near(name):
            return None
        files = self.index.files_naming(name)
        if files:
            if any(file in introduced for file in files):
                return None
            seen = f"`{mention.text}` is neither in the shown code nor in what it uses"
            use = "used" if name in self._outside else "a local name"
            mend = f"it is {use} in {_listed(files)}; say so, or leave it out"
            return NameFault("name-elsewhere", seen, mend)
        if self._is_no_identifier(mention, name):
            return None
        seen = f"no `{name}` exists in the tree"
        return NameFault("unknown-name", seen, self._suggestions(name))

    def _defined_fault(
        self, mention: Mention, name: str, introduced: frozenset[str]
    ) -> NameFault | None:
        """Say that a name which the tree defines was not introduced."""
        defined = self.index.definitions(name)
        if any(
            one.file in introduced or self._owner_is_near(one) or self._is_foreign(one)
            for one in defined
        ):
            return None
        if name in self._settings:
            return None
        seen = f"`{mention.text}` is neither in the shown code nor in what it uses"
        mend = f"say where it is: {self._places(name)}; or leave it out"
        return NameFault("name-elsewhere", seen, mend)

    def _is_near(self, name: str) -> bool:
        """Return whether a name from outside comes from a crate that the code in scope uses."""
        crates = self._crates_of.get(name, set())
        return is_known((name,)) or bool(crates & (self.scope.crates | _STD))

    @cached_property
    def _crates_of(self) -> dict[str, set[str]]:
        """Return name -> the crates that the tree takes it from, by `use` or a path."""
        found: dict[str, set[str]] = {}
        for facts in self.index.files.values():
            paths = [bound.path.split("::") for bound in facts.imports]
            paths += [call.path.split("::") for call in facts.calls if "::" in call.path]
            for path in paths:
                if path[0] in self.index.crates or path[0] in _STD:
                    for name in path[1:]:
                        found.setdefault(name, set()).add(path[0])
        return found

    def _is_no_identifier(self, mention: Mention, name: str) -> bool:
        """Return whether a word that no code of the tree has is a text, an id or a plural."""
        return (
            self._is_text_somewhere(name)
            or self._is_in_comment(name)
            or self._is_sample_id(name)
            or self._is_plural(mention, name)
        )

    @cached_property
    def _scope_words(self) -> frozenset[str]:
        """Return the words of strings in scope, and names as serde writes them there."""
        words = {w for string in self.scope.strings for w in re.findall(r"[^\W\d]\w*", string)}
        for file in self.scope.files:
            words |= self.index.renamed_in(file)
        return frozenset(words)

    def _is_in_scope(self, name: str) -> bool:
        return (
            name in self.scope.names
            or name in self._scope_words
            or name in STD_PRELUDE
            or name in KEYWORDS
            or name in _SPOKEN
            or name.isdigit()
            or len(name) == 1
        )

    def _is_foreign(self, one: Definition) -> bool:
        """Return whether a member implements a trait from outside the tree: its name is theirs."""
        trait = re.match(r"<.* as (?:\w+::)*(\w+)", one.path)
        if trait is None or any(d.kind == "trait" for d in self.index.definitions(trait[1])):
            return False
        return self._is_in_scope(trait[1]) or self._is_near(trait[1])

    @cached_property
    def _settings(self) -> frozenset[str]:
        """Return the keys of configuration files, `Cargo.toml` aside: users know them."""
        paths = (p for p in self.index.others if p.endswith((".toml", ".env")))
        texts = (self.index.text_of(p) for p in paths if posixpath.basename(p) != "Cargo.toml")
        return frozenset(key for text in texts for key in _SETTING.findall(text))

    def _owner_is_near(self, one: Definition) -> bool:
        """Return whether what is defined belongs to a type whose name is shown."""
        return bool(one.owner) and one.owner in self._near_types

    @cached_property
    def _near_types(self) -> frozenset[str]:
        return frozenset(
            used.entry.name for used in self.scope.used if used.entry.kind in TYPE_KINDS
        )

    def _attribute_fault(self, mention: Mention, introduced: frozenset[str]) -> NameFault | None:
        """Say that no attribute of that name stands on what is in scope, or anywhere."""
        if mention.last in _BUILTIN_ATTRIBUTES:
            return None
        places = [
            (file, attribute.line)
            for file, facts in self.index.files.items()
            for attribute in facts.attributes
            if mention.last in re.findall(r"\w+", attribute.text.split("(")[0])
        ]
        if any(file in self.scope.files or file in introduced for file, _ in places):
            return None
        if places:
            listed = _listed([f"{file}:{line}" for file, line in places])
            seen = f"the attribute `{mention.text}` stands on nothing that is shown or used"
            return NameFault("name-elsewhere", seen, f"it is at {listed}; name the file")
        seen = f"no attribute `{mention.text}` exists in the tree"
        return NameFault("unknown-name", seen, self._suggestions(mention.last))

    def _place_fault(
        self, mention: Mention, sentence: str, around: Sequence[Mention]
    ) -> NameFault | None:
        """Say where a name is put into a file that does not define it: "`x` in y.rs"."""
        span = _span_around(sentence, mention)
        if any(m.start < mention.start and _span_around(sentence, m) == span for m in around):
            return None  # the first name between backticks is what the sentence is about
        for place in around:
            if place.kind != "file" or not place.text.endswith(".rs"):
                continue
            behind = place.start > span[1] and _PLACED.fullmatch(sentence[span[1] : place.start])
            owned = place.end < span[0] and _OWNED.fullmatch(sentence[place.end : span[0]])
            files = self._files_called(place.text) if behind or owned else ()
            if files and not self._holds(files, mention):
                others = self._places(mention.last)
                mend = f"it is in {others}" if others else "name the file that holds it"
                seen = f"{place.text} does not define `{mention.text}`"
                return NameFault("misplaced-name", seen, mend)
        return None

    def _holds(self, files: Sequence[str], mention: Mention) -> bool:
        """Return whether one of the files defines what is mentioned; uses it, if none does."""
        defined = [d.file for d in self.index.definitions(mention.last)]
        plain = _without_roots(mention.names)
        if len(plain) > 1:
            own = [f for f in self.index.module_files(*plain[:-1]) if f in defined]
            owned = [d.file for d in self.index.definitions(mention.last) if d.owner == plain[-2]]
            defined = own or owned or defined
        if defined:
            return any(file in defined for file in files)
        return any(self._file_has(file, mention.last) for file in files)

    # --- files -----------------------------------------------------------------------------

    def _files_called(self, text: str) -> tuple[str, ...]:
        """Return the files of the tree whose path ends with that text, or which lie below it."""
        wanted = text.rstrip("/")
        everything = (*self.index.files, *self.index.others)
        found = tuple(f for f in everything if f == wanted or f.endswith(f"/{wanted}"))
        if found or wanted.endswith(".rs"):
            return found
        inside = (f"/{wanted}/", f"{wanted}/")
        return tuple(f for f in everything if inside[0] in f or f.startswith(inside[1]))

    def _file_fault(self, mention: Mention, around: Sequence[Mention]) -> NameFault | None:
        files = self._files_called(mention.text)
        if not files:
            return self._lost_file_fault(mention)
        if any(file in self._related for file in files):
            return None
        if any(self._is_about(other, files) for other in around):
            return None
        if not any(file in self.index.files for file in files):
            return None
        seen = f"{mention.text} has nothing to do with the shown code"
        mend = "name what of it the sentence is about, or leave the file out"
        return NameFault("stray-file", seen, mend)

    def _lost_file_fault(self, mention: Mention) -> NameFault | None:
        base = posixpath.basename(mention.text.rstrip("/"))
        if mention.text in self._whole_strings or ("." not in base and not mention.ticked):
            return None  # "read/write" is no folder
        near = [f for f in self.index.files if posixpath.basename(f) == base]
        near = near or _nearest(mention.text, list(self.index.files))
        mend = f"there is {_listed(near)}" if near else "name a file of the tree"
        return NameFault("unknown-file", f"the tree has no file {mention.text}", mend)

    def _is_about(self, mention: Mention, files: Collection[str]) -> bool:
        """Return whether a mention tells what of a file a sentence is about."""
        for name in mention.names:
            defined = self.index.definitions(name)
            if len(defined) <= _RARE and any(d.file in files for d in defined):
                return True
            holding = self.index.files_naming(name)
            if len(holding) <= _RARE and any(file in files for file in holding):
                return True
            if mention.kind == "crate" and any(
                name in self.index.crates_in(f) for f in files if f in self.index.files
            ):
                return True
        return False

    @cached_property
    def _related(self) -> frozenset[str]:
        """Return the files in scope, and those that name what is shown."""
        shown = {
            d.name
            for file in self.scope.shown
            for d in self._shown_definitions(file)
            if len(self.index.definitions(d.name)) == 1
        }
        callers = {file for name in shown for file in self.index.files_naming(name)}
        namesakes = {
            other.file
            for file in self.scope.shown
            for one in self._shown_definitions(file)
            for other in self.index.definitions(one.name)
            if other.kind == one.kind and other.owner == one.owner and other.kind != "field"
        }
        imported = {
            found.file
            for file in self.scope.shown
            for bound in self.index.files[file].imports
            for found in self.index.resolve(file, bound.path)
        }
        importing = {
            user for file in self.scope.shown for user in self.index.importers.get(file, ())
        }
        return self.scope.files | callers | namesakes | imported | importing

    def _shown_definitions(self, file: str) -> Iterable[Definition]:
        lines = self.scope.shown[file]
        for entry in self.index.files[file].items:
            if any(run.first <= entry.first <= run.last for run in lines):
                yield from (d for d in self.index.definitions(entry.name) if d.file == file)

    # --- crates ----------------------------------------------------------------------------

    def _is_crate(self, mention: Mention) -> bool:
        """Return whether a path is a crate's name alone, or begins with one."""
        first = mention.names[0] if mention.names else ""
        if mention.dotted or mention.kind in {"macro", "attribute"} or len(mention.names) > 1:
            return False
        return first in self.index.crates and first not in self.scope.names

    def _macro_fault(self, mention: Mention, name: str) -> NameFault | None:
        """Say that no macro of that name is defined, called or known."""
        defined = any(one.kind == "macro" for one in self.index.definitions(name))
        called = any(site.call.form == "macro" for site in self.index.calls_of(name))
        if defined or called or is_known((name,)):
            return None
        seen = f"no macro `{mention.text}` exists in the tree"
        return NameFault("unknown-name", seen, self._suggestions(name))

    def _is_set_aside(self, mention: Mention, sentence: str) -> bool:
        """Return whether the sentence names a crate as what is not taken: "not rustls".

        Only words directly beside the name count, wherever in the sentence it stands.
        """
        places = re.finditer(rf"(?<![\w-]){re.escape(mention.text)}(?![\w-])", sentence)
        return any(
            _SETS_ASIDE.search(sentence[: place.start()].rstrip("`"))
            or _WOULD.match(sentence[place.end() :].lstrip("`"))
            for place in places
        )

    def _crate_fault(
        self, mention: Mention, around: Sequence[Mention], introduced: frozenset[str]
    ) -> NameFault | None:
        crate = mention.names[0]
        if crate in self.scope.crates or self._is_own_crate(crate):
            return None
        if any(known.startswith(f"{crate}_") for known in self.scope.crates):
            return None  # hickory, of hickory-resolver
        if crate in self.index.crates and any(m.text.endswith("Cargo.toml") for m in around):
            return None
        if crate in self.index.names and crate in self.scope.names and mention.kind != "crate":
            return None
        users = [file for file in self.index.files if crate in self.index.crates_in(file)]
        named = {
            file for one in around if one.kind == "file" for file in self._files_called(one.text)
        }
        if any(file in introduced or file in named for file in users):
            return None
        if users:
            seen = f"the code in scope does not use the crate {mention.text}"
            mend = f"it is used in {_listed(users)}; name the file, or leave the crate out"
            return NameFault("crate-elsewhere", seen, mend)
        if crate in self.index.crates:
            seen = f"the tree does not use the crate {mention.text} by name"
        else:
            seen = f"{mention.text} is no crate of this tree"
        near = _nearest(crate, sorted(self.scope.crates))
        mend = f"in scope is {', '.join(near)}; " if near else ""
        return NameFault(
            "unknown-crate", seen, f"{mend}a name that you vouch for goes into [vocabulary]"
        )

    # --- texts and tables ------------------------------------------------------------------

    def _text_fault(self, mention: Mention) -> NameFault | None:
        text = mention.text.strip('"')
        if mention.text.startswith(("/", '"')) or text.upper() in _SPOKEN:
            known = any(text in string for string in self._strings)
        else:
            lower = text.lower()
            known = lower in HEADERS or any(lower in s.lower() for s in self._strings)
            known = known or text.replace("-", "_") in self.index.crates
            known = known or text.lower().replace("-", "_") in self._lower_names
            known = known or all(p in _SPOKEN or p.isdigit() for p in text.split("-"))
        if known or self._is_text_somewhere(text):
            return None
        seen = f"no `{mention.text}` stands in the tree"
        return NameFault("unknown-name", seen, self._suggestions(text, self._strings))

    @cached_property
    def _strings(self) -> tuple[str, ...]:
        return tuple(string for facts in self.index.files.values() for string in facts.strings)

    @cached_property
    def _lower_names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.index.names)

    def _is_text_somewhere(self, word: str) -> bool:
        """Return whether a word stands in a string, or in a file that is not Rust."""
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        if any(word in string and whole.search(string) for string in self._strings):
            return True
        return any(word in text and whole.search(text) for text in self._other_texts)

    def _is_sample_id(self, name: str) -> bool:
        """Return whether a name is a prefix of the source and a number: `app_1`."""
        prefix = name.rstrip("0123456789")
        return prefix != name and prefix.endswith("_") and prefix in self._whole_strings

    def _is_plural(self, mention: Mention, name: str) -> bool:
        """Return whether a plain CamelCase word is the plural of a name: HashMaps."""
        one = name.removesuffix("s")
        if mention.ticked or one == name or not name[0].isupper():
            return False
        return is_known((one,)) or self._is_in_scope(one) or one in self._outside

    def _is_in_comment(self, word: str) -> bool:
        """Return whether a word stands anywhere in the shown files, comments included."""
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        return any(whole.search(self.index.text_of(file)) for file in self.scope.shown)

    @cached_property
    def _other_texts(self) -> tuple[str, ...]:
        kinds = (".toml", ".sql", ".env")
        paths = (path for path in self.index.others if path.endswith(kinds))
        return tuple(self.index.text_of(path) for path in paths)

    @cached_property
    def _outside(self) -> frozenset[str]:
        return self.index.outside_names

    def _is_module(self, name: str) -> bool:
        return name in self.index.module_names

    def _is_below(self, left: str, right: str) -> bool:
        return any(
            pair == (left, right) for path in self.index.modules.values() for pair in pairwise(path)
        )

    def _types(self, name: str) -> list[Definition]:
        """Return the types of that name: those in scope, where there are any, else all."""
        found = [
            d
            for d in self.index.definitions(name)
            if not d.owner and d.kind in {*TYPE_KINDS, "derived"}
        ]
        near = [d for d in found if d.file in self.scope.files]
        return near or found

    def _has_member(self, one: Definition, name: str) -> bool:
        if any(member.name == name for member in self.index.members_of(one)):
            return True
        if one.kind in {"derived", "type"}:
            return name in self.index.names
        entry = self.index.entry(one.file, one.path)
        if entry is None or self.index.definitions(name):
            return (one.name, name) in self.scope.pairs
        # What a derive or a foreign trait brings: used somewhere as this very path, or at all.
        return bool(self.index.calls_of(name)) and name in self._outside

    def _file_has(self, file: str, name: str) -> bool:
        return name in self.index.files[file].names if file in self.index.files else True

    def _places(self, name: str) -> str:
        found = [f"{d.file}:{d.line} (`{_shown_as(d)}`)" for d in self.index.definitions(name)]
        return _listed(found)

    def _suggestions(self, name: str, among: Collection[str] = ()) -> str:
        near = _nearest(name, list(among or self.scope.names))
        near = near or _nearest(name, list(self.index.names))
        vouch = "a name that you vouch for goes into [vocabulary] of dataset.toml"
        return f"did you mean {', '.join(f'`{one}`' for one in near)}? {vouch}" if near else vouch


def _span_around(sentence: str, mention: Mention) -> tuple[int, int]:
    """Return where the code between backticks around a mention begins and ends; its own if none."""
    if not mention.ticked:
        return mention.start, mention.end
    end = sentence.find("`", mention.end)
    return sentence.rfind("`", 0, mention.start) + 1, end if end >= 0 else mention.end


def _shown_as(one: Definition) -> str:
    return f"{one.owner}::{one.name}" if one.owner else one.path


def _without_roots(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in {"crate", "self", "super", "Self"})


def _nearest(name: str, among: Collection[str]) -> list[str]:
    """Return the names that are most like one, in any case of letters, that of its own first."""
    by_lower: dict[str, list[str]] = {}
    for one in sorted(among, key=lambda one: (one[:1].isupper() != name[:1].isupper(), one)):
        by_lower.setdefault(one.lower(), []).append(one)
    close = difflib.get_close_matches(name.lower(), by_lower, n=_NEAREST, cutoff=0.7)
    return [by_lower[one][0] for one in close]


def _listed(places: Sequence[str]) -> str:
    more = f" and {len(places) - _NEAREST} more" if len(places) > _NEAREST else ""
    return ", ".join(places[:_NEAREST]) + more
