"""What the full path of an item tells of the trait and the type that it belongs to.

Paths are those of `Entry.path`, as `rustfile` writes them: `impl A for b::B<T>#2`, `<B as A>::m`.
Names come without generic arguments, paths and `&`.
"""

import re

_FOR = re.compile(r" for (?!<)")
_NUMBER = re.compile(r"#\d+$")
_WORD = re.compile(r"[^\W\d]\w*")


def bare(name: str) -> str:
    """Return an identifier without `r#`."""
    return name.removeprefix("r#")


def owner_of(container: str) -> tuple[str, str]:
    """Return the names of trait and type that the path of an impl or trait gives; "" for none.

    For a trait itself, its name is the type's: what `Self` stands for inside is not known.
    """
    return trait_and_type(container) or ("", type_of(container))


def trait_and_type(path: str) -> tuple[str, str] | None:
    """Return the names of trait and type of `impl A for B`; None for the path of anything else."""
    parts = _FOR.split(_body(path), maxsplit=1)
    if len(parts) != 2:
        return None
    return _last_name(parts[0]), _last_name(parts[1])


def type_of(path: str) -> str:
    """Return the name of the type, trait or enum that the path of a container names."""
    if not path:
        return ""
    parts = trait_and_type(path)
    if parts is not None:
        return parts[1]
    return _last_name(_body(path).split("@")[-1])


def _body(path: str) -> str:
    """Return what stands behind `impl `, without the `#n` that tells it from others of its file."""
    return _NUMBER.sub("", path.rpartition("impl ")[2])


def _last_name(text: str) -> str:
    plain, depth = "", 0
    for char in text.replace("->", " "):
        depth += {"<": 1, ">": -1}.get(char, 0)
        plain += char if depth == 0 and char not in "<>" else ""
    names = _WORD.findall(plain)
    return names[-1] if names else ""
