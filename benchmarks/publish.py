"""Put the tables of the benches into a page, each between its markers.

    python benchmarks/publish.py PAGE FOLDER

`FOLDER/name.md` comes between `<!-- name -->` and `<!-- /name -->` as it is, `FOLDER/name.txt` as a
code block. Each pair of markers needs a file, and each file its markers; otherwise nothing is
written.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_MARKED = re.compile(r"<!-- ([a-z_]+) -->\n(.*?)<!-- /\1 -->\n", re.DOTALL)


def published(page: str, tables: Mapping[str, str]) -> str:
    """Return the page with these tables between their markers.

    Raises:
        ValueError: a table has no markers, or markers have no table.
    """
    marked = [found[1] for found in _MARKED.finditer(page)]
    if sorted(marked) != sorted(tables):
        raise ValueError(f"the page has markers for {marked}, and there are {sorted(tables)}")

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        return f"<!-- {name} -->\n\n{tables[name].strip()}\n\n<!-- /{name} -->\n"

    return _MARKED.sub(fill, page)


def tables_in(folder: Path) -> dict[str, str]:
    """Return name -> Markdown of the files in a folder."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    for path in folder.glob("*.txt"):
        found[path.stem] = f"```\n{path.read_text(encoding='utf-8').strip()}\n```"
    return found


def main(given: Sequence[str]) -> int:
    """Write the page; return 0."""
    page, folder = map(Path, given)
    text = published(page.read_text(encoding="utf-8"), tables_in(folder))
    page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
