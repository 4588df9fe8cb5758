"""The page of results, of which a run writes a part and people the rest."""

import re
from pathlib import Path

from backstay.speed.plots import draw
from backstay.speed.report import Circumstances, report
from backstay.speed.running import Found, Wanted

BEGIN, END = "<!-- speed -->", "<!-- /speed -->"
FIGURES = "figures"


def write_page(page: Path, found: Found, wanted: Wanted, where: Circumstances) -> None:
    """Write tables and plots between a page's two marks; at its end where there are none."""
    plots = draw(found, page.parent / FIGURES)
    shown = [f"![{plot.stem.replace('_', ' ')}]({FIGURES}/{plot.name})" for plot in plots]
    part = "\n".join((BEGIN, "", *report(found, wanted, where), "", *shown, "", END))
    page.write_text(with_part(page.read_text() if page.is_file() else "", part))


def with_part(text: str, part: str) -> str:
    """Return a page's text with the part between the marks replaced.

    Example:
        >>> with_part(f"a {BEGIN} old {END} b", "new")
        'a new b'
    """
    between = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    text, found = between.subn(lambda _: part, text)
    return text if found else f"{text.rstrip()}\n\n{part}\n".lstrip()
