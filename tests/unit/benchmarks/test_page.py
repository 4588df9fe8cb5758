"""A benchmark rewrites its own part of a page and leaves what people wrote."""

from pathlib import Path

from benchmarks.page import replace_part


def test_a_part_is_added_then_replaced_where_it_stands(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text("# By hand\n")
    replace_part(page, "first", ["old"])
    replace_part(page, "second", [r"with \1 in it"])
    page.write_text(page.read_text() + "\nAlso by hand.\n")
    replace_part(page, "first", ["new"])
    assert page.read_text() == (
        "# By hand\n\n<!-- first -->\n\nnew\n\n<!-- /first -->\n\n"
        "<!-- second -->\n\nwith \\1 in it\n\n<!-- /second -->\n\nAlso by hand.\n"
    )


def test_a_missing_page_is_made(tmp_path: Path) -> None:
    replace_part(tmp_path / "docs" / "page.md", "only", ["line"])
    assert (tmp_path / "docs" / "page.md").read_text() == "<!-- only -->\n\nline\n\n<!-- /only -->\n"
