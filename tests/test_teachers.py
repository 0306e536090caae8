"""The page for teachers against the chapters: its hours, its minutes, and that everything is where it says."""

import re

import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT, STATIC

PAGE = (ROOT / "book" / "teachers.md").read_text(encoding="utf-8")
CELLS = {path.name: nbformat.read(path, as_version=4).cells for path in NOTEBOOKS}
PROSE = {name: "\n\n".join(c.source for c in cells if c.cell_type == "markdown") for name, cells in CELLS.items()}
ROW = re.compile(r"^\| (\d+) \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)


def hours(course: str) -> list[str]:
    """The text of each hour of a course."""
    return re.split(r"^### .*", PAGE.split(f"## {course} hours:")[1].split("\n## ")[0], flags=re.MULTILINE)[1:]


def rows() -> list[tuple[str, str]]:
    """Where each row of the timetables is, and what pupils do there."""
    return [(where, do) for _, where, do, _ in ROW.findall(PAGE)]


def sections() -> dict[str, str]:
    """By its label, what is in a section: the prose, and for its figures `LIVE` and `FIGURE name`."""
    found, label = dict[str, str](), ""
    for cells in CELLS.values():
        for cell in cells:
            if cell.cell_type == "code":
                name = cell.metadata.get("mystnb", {}).get("figure", {}).get("name", "")
                live = any(
                    output.get("data", {}).get("text/html", "").startswith("<div data-figure")
                    for output in cell.outputs
                )
                found[label] = found.get(label, "") + f"\nFIGURE {name} " + "LIVE" * live
                continue
            for part in re.split(r"^(?=\([\w-]+\)=|## )", cell.source, flags=re.MULTILINE):
                if start := re.match(r"\(([\w-]+)\)=", part):
                    label = start[1]
                elif part.startswith("## ") and not found.get(label, "").endswith("=\n"):
                    label = ""
                found[label] = found.get(label, "") + part
    return found


@pytest.mark.parametrize(("course", "count"), [("Two", 2), ("Six", 6), ("Twelve", 12)])
def test_a_course_has_its_hours_and_an_hour_sixty_minutes(course: str, count: int) -> None:
    assert len(hours(course)) == count
    for hour in hours(course):
        assert sum(int(minutes) for minutes, *_ in ROW.findall(hour)) == 60, hour[:200]


def test_the_minutes_of_a_chapter_are_its_own() -> None:
    table = dict(re.findall(r"^\| \[\d · .*?\]\((.*?)\) \| (\d+) min", PAGE, re.MULTILINE))
    assert table.keys() == CELLS.keys()
    for name, minutes in table.items():
        own = re.search(r"(\d+) minutes to read", PROSE[name])
        assert own, name
        assert minutes == own[1], name


def test_what_is_named_in_a_row_is_in_its_sections() -> None:
    contents = sections()
    for where, do in rows():
        named = [contents[label] for label in re.findall(r"\{ref\}`([\w-]+)`", where + do)]
        for figure in re.findall(r"\{numref\}`([\w-]+)`", do):
            assert any(f"FIGURE {figure} " in text for text in named), f"{where}: {figure}"
        if "live figure" in do.lower():
            assert any("LIVE" in text for text in named), f"{where}: no live figure"


def test_every_exercise_and_button_that_is_named_exists() -> None:
    titles = "\n".join(re.findall(r"^\*\*\d+\. (.*?)\*\*", "\n".join(PROSE.values()), re.MULTILINE)).casefold()
    buttons = set(re.findall(r'"(.*?)"', "\n".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))))
    for name in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", PAGE):
        exercise = re.search(rf"\b{re.escape(name.rstrip('.?').casefold())}\b", titles)
        assert exercise or name in buttons | {"Right.", "Restart and Run All"}, name
