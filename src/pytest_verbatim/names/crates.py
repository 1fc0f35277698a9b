"""Crates in prose: used by the code in scope or by a file that the text names, or set aside."""

import re

from pytest_verbatim.names.fault import NameFault
from pytest_verbatim.names.files import files_called
from pytest_verbatim.names.known import SCHEMA
from pytest_verbatim.names.suggesting import VOUCH, listed, nearest
from pytest_verbatim.names.view import Said, View
from pytest_verbatim.prose.denial import is_denied
from pytest_verbatim.prose.mention import Mention

_SETS_ASIDE = re.compile(
    r"\b(?:and not|but not|not|instead of|rather than|unlike|used to be|crates? (?:like|such as)"
    r"|(?:crates? (?:like|such as) \S+ (?:or|and)))(?: the| a| another)? $",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:^|[^\w\s] ?|\b(?:a|an|and|as|because|but|if|or|since|so|than|that|the|though|what|when"
    r"|where|which|while|with) )$",
    re.IGNORECASE,
)
_OWNS = re.compile(r"`?'s `(\w+)")
_WOULD = re.compile(r"(?:'s \S+)?(?: crate)?(?: (?:or|and) \S+)? (?:would|could|might|used to)\b")


def is_crate(mention: Mention, view: View) -> bool:
    """Return whether a mention is of a crate: by its kind, or by a name that is not in scope."""
    if mention.kind == "crate":
        return True
    if mention.kind == "text":
        spelled = mention.text.replace("-", "_")
        return spelled in view.index.crates and mention.text not in view.index.texts.whole_strings
    if mention.dotted or mention.kind in {"macro", "attribute"} or len(mention.names) != 1:
        return False
    if mention.ticked and mention.text in SCHEMA:
        return False
    return mention.last in view.index.crates and mention.last not in view.scope.names


def is_left_out(said: Said) -> bool:
    """Return whether the sentence denies a crate, or names it as what is not taken: "not rustls".

    For the latter only words directly beside the name count, wherever in the sentence it stands.
    """
    mention, sentence = said.mention, said.sentence
    if is_denied(sentence, mention.start, mention.end):
        return True
    places = re.finditer(rf"(?<![\w-]){re.escape(mention.text)}(?![\w-])", sentence)
    return any(
        _SETS_ASIDE.search(sentence[: place.start()].rstrip("`")) or _is_weighed(sentence, place)
        for place in places
    )


def _is_weighed(sentence: str, place: re.Match[str]) -> bool:
    """Return whether a clause begins with a crate and says what it would do: "moka would evict"."""
    begins = _CLAUSE.search(sentence[: place.start()].rstrip("`"))
    return begins is not None and _WOULD.match(sentence[place.end() :].lstrip("`")) is not None


def crate_fault(said: Said, view: View) -> NameFault | None:
    """Say that a crate is not one of the tree, or that neither code nor text leads to it."""
    mention, index, scope = said.mention, view.index, view.scope
    crate = _called(mention)
    owned = _owner_fault(said, crate, view)
    if owned is not None:
        return owned
    if crate in scope.crates or crate in index.module_tree.crates:
        return None
    if crate not in index.crates and any(one.startswith(f"{crate}_") for one in scope.crates):
        return None  # hickory, of hickory-resolver
    if crate in index.crates and any(m.text.endswith("Cargo.toml") for m in said.around):
        return None
    if crate not in index.crates and crate in index.module_names:
        return None  # worker's `queue_handler`
    if crate in index.names and crate in scope.names and mention.kind != "crate":
        return None
    if crate in index.crates and any(right == crate for _, right in scope.pairs):
        return None  # sea_query, of sea_orm::sea_query
    users = index.outside.users_of(crate)
    if not users:
        return _unused_fault(mention, view)
    named = {f for one in said.around if one.kind == "file" for f in files_called(one.text, index)}
    if any(file in named for file in users):
        return None
    seen = f"the code in scope does not use the crate {mention.text}"
    mend = f"it is used in {listed(users)}; name the file, or leave the crate out"
    return NameFault("crate-elsewhere", seen, mend)


def _owner_fault(said: Said, crate: str, view: View) -> NameFault | None:
    """Say that a name which a shown file imports from one crate is called another's: "x's `Y`"."""
    found = _OWNS.match(said.sentence, said.mention.end)
    if found is None or crate in view.index.outside.crates_of(found[1]):
        return None
    imports = (bound for file in view.scope.shown for bound in view.index.files[file].imports)
    paths = [bound.path.split("::") for bound in imports if bound.name == found[1]]
    if not paths or any(crate in path or path[0] not in view.index.crates for path in paths):
        return None
    seen = f"`{found[1]}` is imported from {paths[0][0]} and not from {said.mention.text}"
    return NameFault("misplaced-name", seen, "name the crate that it comes from")


def _called(mention: Mention) -> str:
    """Return the crate that a mention names, as Rust writes it."""
    return mention.names[0] if mention.names else mention.text.replace("-", "_")


def _unused_fault(mention: Mention, view: View) -> NameFault:
    if _called(mention) in view.index.crates:
        seen = f"the tree does not use the crate {mention.text} by name"
    else:
        seen = f"{mention.text} is no crate of this tree"
    near = nearest(_called(mention), view.scope.crates)
    mend = f"in scope is {', '.join(near)}; " if near else ""
    return NameFault("unknown-crate", seen, mend + VOUCH)
