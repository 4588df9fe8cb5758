"""Pages of which a benchmark writes a part, and people the rest."""

import re
from collections.abc import Iterable
from pathlib import Path


def replace_part(page: Path, name: str, lines: Iterable[str]) -> None:
    """Write a part of a page between its two marks; add it at the end where there are none.

    Args:
        page: A Markdown file, made where it is missing.
        name: Of the part, as in its marks `<!-- name -->` and `<!-- /name -->`.
        lines: What belongs there.
    """
    text = page.read_text() if page.is_file() else ""
    part = "\n".join((f"<!-- {name} -->", "", *lines, "", f"<!-- /{name} -->"))
    between = re.compile(rf"<!-- {re.escape(name)} -->.*?<!-- /{re.escape(name)} -->", re.DOTALL)
    text, found = between.subn(lambda _: part, text)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text if found else f"{text.rstrip()}\n\n{part}\n".lstrip())
