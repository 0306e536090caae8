"""Printed letters: that they are drawn as printers draw them."""

from utils.letters import CLEAR, FONTS, letters, printed

import numpy as np
import pytest


def rings(ink: np.ndarray) -> int:
    """How many pieces of paper there are, counted by flooding: one around the letter, and one in each of its holes."""
    paper = np.pad(ink < 128, 1, constant_values=True)
    pieces = 0
    while paper.any():
        flood = np.zeros_like(paper)
        flood[tuple(np.argwhere(paper)[0])] = True
        size = 0
        while flood.sum() > size:
            size = flood.sum()
            for axis, step in [(0, 1), (0, -1), (1, 1), (1, -1)]:
                flood |= np.roll(flood, step, axis) & paper
        paper &= ~flood
        pieces += 1
    return pieces


@pytest.mark.parametrize(("letter", "holes"), [("A", 1), ("E", 0), ("H", 0), ("P", 1), ("R", 1), ("T", 0)])
def test_a_letter_has_its_holes(letter: str, holes: int) -> None:
    assert rings(printed(letter, "DejaVu Sans")) == 1 + holes


def test_a_letter_stands_upright_in_the_middle_and_fills_three_quarters() -> None:
    canvas = printed("T", "DejaVu Sans")
    rows, columns = np.nonzero(canvas > 127)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(0.75 * 112, abs=1)
    assert rows.min() + rows.max() == pytest.approx(111, abs=1)
    assert columns.min() + columns.max() == pytest.approx(111, abs=1)
    width = (canvas > 127).sum(axis=1)[rows.min() : rows.max()]
    assert width[:5].min() > 3 * width[-5:].max()  # the bar of the T is at the top


def test_all_letters_come_normalised_and_named() -> None:
    pictures, names = letters()
    assert pictures.shape == (len(FONTS) * len(CLEAR), 28, 28) == (160, 28, 28)
    assert "".join(names) == CLEAR * len(FONTS)
    assert pictures.max(axis=(1, 2)).min() > 0.9
    y, x = np.mgrid[:28, :28]
    mass = pictures.sum(axis=(1, 2))
    assert (pictures * y).sum(axis=(1, 2)) / mass == pytest.approx(14, abs=0.6)
    assert (pictures * x).sum(axis=(1, 2)) / mass == pytest.approx(14, abs=0.6)
    # No font stands for another: matplotlib falls back silently on one that it has.
    assert len({picture.tobytes() for picture, name in zip(pictures, names) if name == "A"}) == len(FONTS)
