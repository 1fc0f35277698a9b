"""What serde's `rename_all` makes of the names of fields and variants."""

import re

from pytest_verbatim.rustfile import Facts
from pytest_verbatim.tree.owner import bare

_RENAME_ALL = re.compile(r'rename_all\s*=\s*"([^"]+)"')


def renamed_in(facts: Facts) -> frozenset[str]:
    """Return the names of a file's fields and variants as `rename_all` writes them."""
    styles = {
        attribute.on: found[1]
        for attribute in facts.attributes
        if not attribute.target and (found := _RENAME_ALL.search(attribute.text))
    }
    fields = (part for part in facts.fields if "." not in part.name)
    return frozenset(
        restyle(bare(part.name), styles[part.owner])
        for parts, restyle in ((fields, _field_in), (facts.variants, _variant_in))
        for part in parts
        if part.owner in styles
    )


def _field_in(name: str, style: str) -> str:
    words = name.split("_")
    camel = "".join(word[:1].upper() + word[1:] for word in words)
    return {
        "UPPERCASE": name.upper(),
        "PascalCase": camel,
        "camelCase": camel[:1].lower() + camel[1:],
        "SCREAMING_SNAKE_CASE": name.upper(),
        "kebab-case": name.replace("_", "-"),
        "SCREAMING-KEBAB-CASE": name.upper().replace("_", "-"),
    }.get(style, name)


def _variant_in(name: str, style: str) -> str:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    return {
        "lowercase": name.lower(),
        "UPPERCASE": name.upper(),
        "camelCase": name[:1].lower() + name[1:],
        "snake_case": snake,
        "SCREAMING_SNAKE_CASE": snake.upper(),
        "kebab-case": snake.replace("_", "-"),
        "SCREAMING-KEBAB-CASE": snake.upper().replace("_", "-"),
    }.get(style, name)
