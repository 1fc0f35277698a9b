"""Single names in prose: of items, members, macros and attributes.

A name is right where it is in scope. What the tree defines elsewhere has to be introduced: the
text names the file or module that it stands in, or what it belongs to.
"""

import re

from pytest_verbatim.names.fault import NameFault
from pytest_verbatim.names.known import ATTRIBUTES, SERDE, is_known
from pytest_verbatim.names.scope import foreign_trait
from pytest_verbatim.names.suggesting import listed, places_of, suggested
from pytest_verbatim.names.texts import is_no_identifier
from pytest_verbatim.names.view import Said, View
from pytest_verbatim.tree.definitions import Definition

_STRING = re.compile(r'"[^"]*"')
_WORD = re.compile(r"\w+")


def name_fault(said: Said, name: str, view: View) -> NameFault | None:
    """Say that a name, the mention's own or one in its path, is nowhere, or not here."""
    mention, index = said.mention, view.index
    if mention.kind == "macro" and name == mention.last:
        return _macro_fault(said, name, view)
    if view.has(name):
        return None
    if index.definitions(name):
        return _defined_fault(said, name, view)
    if name in index.module_names or name in index.texts.settings:
        return None
    outside = name in index.outside_names
    if outside and view.is_near(name):
        return None
    files = index.files_naming(name)
    if files:
        if any(file in said.introduced for file in files):
            return None
        use = "used" if outside else "a local name"
        return _elsewhere(said, f"it is {use} in {listed(files)}; say so, or leave it out")
    if is_no_identifier(mention, name, view):
        return None
    seen = f"no `{name}` exists in the tree"
    return NameFault("unknown-name", seen, suggested(name, view))


def _macro_fault(said: Said, name: str, view: View) -> NameFault | None:
    """Say that no macro of that name is defined, called or known."""
    defined = any(one.kind == "macro" for one in view.index.definitions(name))
    called = any(site.call.form == "macro" for site in view.index.calls_of(name))
    if defined or called or is_known((name,)):
        return None
    seen = f"no macro `{said.mention.text}` exists in the tree"
    return NameFault("unknown-name", seen, suggested(name, view))


def _defined_fault(said: Said, name: str, view: View) -> NameFault | None:
    """Say that a name which the tree defines was not introduced."""
    if any(
        one.file in said.introduced or _is_of_type_in_use(one, view)
        for one in view.index.definitions(name)
    ):
        return None
    if name in view.index.texts.settings:
        return None
    return _elsewhere(said, f"say where it is: {places_of(name, view.index)}; or leave it out")


def _is_of_type_in_use(one: Definition, view: View) -> bool:
    """Return whether a member is one of a type that the shown code uses.

    Of a trait from outside the tree it is where the trait, or whatever bears the name, is in scope.
    """
    trait = foreign_trait(one.path, view.index)
    if trait:
        return view.has(trait) and one.owner in view.scope.names
    return one.owner in view.types


def _elsewhere(said: Said, mend: str) -> NameFault | None:
    if said.mention.last in said.told:
        return None
    seen = f"`{said.mention.text}` is neither in the shown code nor in what it uses"
    return NameFault("name-elsewhere", seen, mend)


def attribute_fault(said: Said, view: View) -> NameFault | None:
    """Say that no attribute of that name stands on what is in scope, or anywhere."""
    mention = said.mention
    if mention.last in ATTRIBUTES:
        return None
    strange = _strange_argument(mention.text, view)
    if strange:
        seen = f"`{strange}` in `{mention.text}` stands nowhere in the tree"
        return NameFault("unknown-name", seen, suggested(strange, view))
    places = [
        (file, attribute.line)
        for file, attribute in view.index.attributes_naming(mention.last)
        if mention.last in _WORD.findall(attribute.text.split("(")[0])
    ]
    if any(file in view.scope.files or file in said.introduced for file, _ in places):
        return None
    if places:
        where = listed([f"{file}:{line}" for file, line in places])
        seen = f"the attribute `{mention.text}` stands on nothing that is shown or used"
        return NameFault("name-elsewhere", seen, f"it is at {where}; name the file")
    seen = f"no attribute `{mention.text}` exists in the tree"
    return NameFault("unknown-name", seen, suggested(mention.last, view))


def _strange_argument(attribute: str, view: View) -> str:
    """Return the first word among the arguments of an attribute that nobody knows; "" for none.

    What the tree defines is known where it is in scope, or an argument of an attribute somewhere.
    """
    words = _WORD.findall(_STRING.sub("", attribute.partition("(")[2]))
    known = (
        (word in view.index.names and not view.index.definitions(word))
        or view.index.attributes_naming(word)
        or view.has(word)
        or word in SERDE
        or view.index.texts.has_word(word)
        for word in words
    )
    return next((word for word, is_known in zip(words, known, strict=True) if not is_known), "")
