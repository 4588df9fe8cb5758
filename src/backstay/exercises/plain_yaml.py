"""YAML text becomes plain values, and every value knows its line.

YAML 1.2, and of it only what a definition needs: fields, lists, text, numbers, true and false. Anchors and tags are
refused, so that no file becomes more than it shows.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from backstay.errors import ExerciseError

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
Place: TypeAlias = tuple[str | int, ...]
"""Fields and list items from the outside in, items counted from 0: ("criteria", 2, "cue", "text")."""

MAX_BYTES = 100_000
"""Ten times the longest definition of the library; the parser needs up to 3 s for it."""
MAX_DEPTH = 10
"""The language itself is 4 deep."""
TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "seq", "map"})
SYNTAX = (
    (r"found character '\\t'", "a tab; indent with spaces"),
    (r"found character '(.)' that cannot", "a text cannot begin with {0}; put it in quotes"),
    (r"found undefined alias", "* begins an alias, which is not used here; put the text in quotes"),
    (
        r"mapping values are not",
        "a colon where none can stand; indent this line like its neighbours, or put a text with a colon in quotes",
    ),
    (r"could not find expected ':'", "no colon; write 'field: value', or '- ' with a space before a list item"),
    (r"unexpected end of stream", "a quote is opened and never closed"),
    (r"expected ',' or '(.)'", "a bracket is opened and not closed; close it with {0}"),
    (r"expected <block end>", "stands too far left or right; indent the lines of one list, or of one field, alike"),
    (r"another document|<document start>", "a second document begins; one file holds one definition"),
)
"""What the parser says -> what it means to somebody who wrote the file."""
NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal, turn its text round or break its lines, and halves of characters."""
FAULT_IS_EARLIER = ("end of stream", "could not find", "expected ',' or")
"""Where the parser stumbles over something that was opened on an earlier line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One definition file as it was read.

    Attributes:
        name: The file, as the user named it.
        values: Its fields.
        lines: Place to line, the first line being 1; () is the document itself.
    """

    name: str
    values: dict[str, Plain]
    lines: dict[Place, int] = field(repr=False)

    def line_of(self, place: Place) -> int:
        """Return the line of a place, or of what is nearest around it in the file."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]

    def in_words(self, place: Place) -> str:
        """Return a place as people read it: "criteria[2] (knees_soft): not_met_below"."""
        words: list[str] = []
        inside: Plain = self.values
        for step in place:
            inside = _inside(inside, step)
            if isinstance(step, str):
                words.append(step)
            else:
                name = inside.get("id") if isinstance(inside, dict) else None
                words[-1] += f"[{step}]" + (f" ({name})" if isinstance(name, str) else "")
        return ": ".join(words)


def _inside(values: Plain, step: str | int) -> Plain:
    """Return what lies one step further in; None where there is nothing."""
    if isinstance(values, dict) and isinstance(step, str):
        return values.get(step)
    if isinstance(values, list) and isinstance(step, int) and step < len(values):
        return values[step]
    return None


def read_document(path: Path) -> Document:
    """Return the fields of a YAML file.

    Raises:
        ExerciseError: The file is missing, too large, not UTF-8, not YAML, or not made of fields.
    """
    return parse_document(text_of(path), path)


def parse_document(text: str, path: Path) -> Document:
    """Return the fields of a YAML text.

    Args:
        text: What the file says.
        path: The file's name, for messages; it is not read.

    Raises:
        ExerciseError: The text is not YAML, or not made of fields.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _syntax_error(path, error) from error
    except YAMLError as error:
        raise ExerciseError(f"{path}: holds characters that are no text; save it as plain UTF-8 text") from error
    except RecursionError as error:
        raise ExerciseError(f"{path}: brackets or lists nested too deeply; close each bracket") from error
    if node is None:
        raise ExerciseError(f"{path}: is empty; begin with the fields id, version and title")
    if not isinstance(node, MappingNode):
        raise ExerciseError(f"{path}:1: need fields such as 'id: {path.stem}'; got {_shape_of(node)}")
    lines: dict[Place, int] = {}
    values = _Reader(name=str(path), lines=lines).fields(node, ())
    return Document(name=str(path), values=values, lines=lines)


def text_of(path: Path) -> str:
    """Return what a file says.

    Raises:
        ExerciseError: The file is missing, too large, or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ExerciseError(f"{path}: no such file; check its name and folder") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ExerciseError(f"{path}: cannot be read ({reason}); name a YAML file you may read") from error
    return decode_text(content, path)


def decode_text(content: bytes, path: Path) -> str:
    """Return bytes as the text they are.

    Args:
        content: A file's.
        path: The file's name, for messages; it is not read.

    Raises:
        ExerciseError: There are too many, or they are not UTF-8.
    """
    if len(content) > MAX_BYTES:
        raise ExerciseError(f"{path}: is larger than {MAX_BYTES // 1000} kB; a definition is a page or two of YAML")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExerciseError(f"{path}:{line}: is not UTF-8 text; save the file with the encoding UTF-8") from error


def _syntax_error(path: Path, error: MarkedYAMLError) -> ExerciseError:
    """Return the parser's complaint in words, with the line on which to look."""
    problem = str(error.problem)
    mark = error.problem_mark
    if any(sign in problem for sign in FAULT_IS_EARLIER):
        mark = error.context_mark or mark
    line = "" if mark is None else f":{mark.line + 1}"
    for pattern, says in SYNTAX:
        if found := re.search(pattern, problem):
            return ExerciseError(f"{path}{line}: {says.format(*found.groups())}")
    return ExerciseError(f"{path}{line}: is not YAML: {problem}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Turns nodes into values and notes their lines."""

    name: str
    lines: dict[Place, int]

    def fields(self, node: MappingNode, place: Place) -> dict[str, Plain]:
        """Return a mapping's fields."""
        self.lines.setdefault(place, node.start_mark.line + 1)
        values: dict[str, Plain] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            if not name or "\n" in name:
                raise self._refusal(key, f"a field's name must be a word; got {_shape_of(key)}")
            self._refuse_what_is_no_text(key)
            if name in values:
                raise self._refusal(key, f"{name} is given twice; keep one")
            self.lines[(*place, name)] = key.start_mark.line + 1
            values[name] = self.value(value, (*place, name))
        return values

    def value(self, node: Node, place: Place) -> Plain:
        """Return any value."""
        if node.anchor is not None:
            raise self._refusal(node, f"&{node.anchor}: anchors are not used here; write the value out each time")
        tag = str(node.tag).removeprefix(TAG)
        if tag not in PLAIN_TAGS:
            raise self._refusal(node, f"{tag}: tags are not used here; write the value alone")
        if len(place) > MAX_DEPTH:
            raise self._refusal(node, "nested too deeply; close each bracket")
        if isinstance(node, MappingNode):
            return self.fields(node, place)
        if isinstance(node, SequenceNode):
            return [self._item(item, (*place, number)) for number, item in enumerate(node.value)]
        self._refuse_what_is_no_text(node)
        return _scalar(str(node.value), tag)

    def _item(self, node: Node, place: Place) -> Plain:
        """Return a list's item."""
        self.lines[place] = node.start_mark.line + 1
        return self.value(node, place)

    def _refuse_what_is_no_text(self, node: Node) -> None:
        """Raise on a word or text with control characters, which YAML lets one spell out."""
        if found := NO_TEXT.search(str(node.value)):
            raise self._refusal(node, f"holds the control character {found[0]!r}; leave it out")

    def _refusal(self, node: Node, says: str) -> ExerciseError:
        return ExerciseError(f"{self.name}:{node.start_mark.line + 1}: {says}")


def _scalar(text: str, tag: str) -> Plain:
    """Return text, a number, true, false or nothing; what only looks like a number is text."""
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    try:
        return int(text) if tag == "int" else float(text) if tag == "float" else text
    except ValueError:
        return text


def _shape_of(node: Node) -> str:
    """Return what kind of thing a node is."""
    if isinstance(node, SequenceNode):
        return "a list"
    return "fields" if isinstance(node, MappingNode) else "text"
