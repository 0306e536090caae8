from utils import examples
from utils.data import load_mnist, load_pen_digits
from utils.examples import NONE, drawn, mnist, pen_strokes, pens, place, training_set, warp
from utils.ink import normalise, rasterise

import numpy as np
import pytest


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A training set of few drawings: making all of them takes minutes."""
    monkeypatch.setattr(examples, "STYLES", 30)
    monkeypatch.setattr(examples, "OTHERS", 20)
    points, labels = pens()
    monkeypatch.setattr(examples, "pens", lambda: (points[:10], labels[:10]))


def test_what_is_held_back_is_no_part_of_what_is_learned_from() -> None:
    (images, labels), _ = load_mnist()
    (points, digits), _ = load_pen_digits()
    assert np.array_equal(np.concatenate([mnist()[0], mnist(held_back=True)[0]]), images)
    assert np.array_equal(np.concatenate([mnist()[1], mnist(held_back=True)[1]]), labels)
    assert np.array_equal(np.concatenate([pens()[0], pens(held_back=True)[0]]), points)
    assert np.array_equal(np.concatenate([pens()[1], pens(held_back=True)[1]]), digits)
    assert len(mnist(held_back=True)[1]) == 5000
    assert len(pens(held_back=True)[1]) == 994


@pytest.mark.usefixtures("few")
def test_the_training_set_holds_what_is_asked_for() -> None:
    learned = len(mnist()[1])
    for pen, styles, others in [(True, True, True), (False, False, False), (True, False, False), (False, False, True)]:
        pictures, labels = training_set(np.random.default_rng(0), pen=pen, styles=styles, others=others)
        assert len(pictures) == len(labels) == learned + 30 * pen + 30 * styles + 20 * others
        assert pictures.dtype == labels.dtype == np.uint8
        assert pictures.shape[1:] == (28, 28)
        assert (labels == NONE).sum() == 20 * others
        assert np.array_equal(pictures[:learned], mnist()[0])


@pytest.mark.usefixtures("few")
def test_pen_digits_keep_their_labels_and_stand_upright() -> None:
    """Drawn from y upwards, each is nearer to the mean MNIST picture of its own digit than it is when upside down."""
    pictures, labels = training_set(np.random.default_rng(0), styles=False, others=False)
    assert labels[-30:].tolist() == np.repeat(pens()[1][:10], 3).tolist()
    means = np.array([mnist()[0][mnist()[1] == digit].mean(axis=0) for digit in range(10)])
    lopsided = [i for i in range(-30, 0) if labels[i] in (2, 3, 4, 5, 6, 7, 9)]
    upright = [np.corrcoef(pictures[i].ravel(), means[labels[i]].ravel())[0, 1] for i in lopsided]
    turned = [np.corrcoef(pictures[i][::-1].ravel(), means[labels[i]].ravel())[0, 1] for i in lopsided]
    assert np.mean(upright) > np.mean(turned) + 0.1


def test_strokes_are_placed_on_the_canvas_whole_and_in_shape() -> None:
    rng = np.random.default_rng(0)
    strokes = [np.array([[10.0, 90], [40, 20]]), np.array([[60.0, 50]])]
    sizes = []
    for _ in range(200):
        placed = place(strokes, rng, size=280)
        points = np.concatenate(placed)
        assert points.min() >= 14 - 1e-9
        assert points.max() <= 266 + 1e-9
        extent = np.ptp(points, axis=0)
        assert extent[0] / extent[1] == pytest.approx(50 / 70)
        sizes.append(extent.max() / 280)
    assert 0.45 <= min(sizes) < 0.47
    assert 0.83 < max(sizes) <= 0.85


def test_a_dot_can_be_drawn() -> None:
    picture = drawn([np.array([[5.0, 5]])], np.random.default_rng(0))
    assert picture.max() == pytest.approx(1)


def test_a_small_canvas_gives_almost_the_same_picture_as_a_large_one() -> None:
    points, _ = pens()
    for digit in points[:30]:
        large, small = (
            normalise(rasterise(place(pen_strokes(digit), np.random.default_rng(3), size), size, 0.065 * size))
            for size in (280, 112)
        )
        assert np.abs(large - small).mean() < 0.012


def test_blots_are_too_short_for_their_pens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than 2 : 1 an upright one would be a 1; at last come blank paper and paper that is all ink."""
    monkeypatch.setattr(examples, "BLOTS", 400)
    pictures = examples.blots(np.random.default_rng(0))
    assert pictures.shape == (400, 28, 28)
    assert not pictures[-20:-10].any()
    assert (pictures[-10:] == 255).all()
    shapes = set()
    for picture in pictures[:-20]:
        assert picture.max() > 200
        rows, columns = np.nonzero(picture > 64)
        height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert height / width < 2.6
        assert width / height < 4.5
        shapes.add("tall" if height > 1.4 * width else "wide" if width > 1.4 * height else "round")
    assert shapes == {"tall", "wide", "round"}


def bars(n: int) -> np.ndarray:
    """n pictures of an upright bar, 3 pixels wide and 16 high, in the middle."""
    pictures = np.zeros((n, 28, 28, 1), dtype=np.float32)
    pictures[:, 6:22, 12:15] = 1
    return pictures


def test_without_a_warp_nothing_changes() -> None:
    assert np.array_equal(warp(bars(3), affine=False, thickness=False), bars(3))


def test_affine_warps_turn_lean_stretch_and_move_by_as_much_as_they_say() -> None:
    """Measured on the moments of a bar: the spread of its centre, its slant and its height, over 4,000 of them."""
    pictures = np.asarray(warp(bars(4000), thickness=False))[..., 0]
    ink = pictures.sum(axis=(1, 2))
    y, x = np.mgrid[:28, :28]
    centre_x, centre_y = ((pictures * axis).sum(axis=(1, 2)) / ink for axis in (x, y))
    dx, dy = x - centre_x[:, None, None], y - centre_y[:, None, None]
    slant = (pictures * dx * dy).sum(axis=(1, 2)) / (pictures * dy * dy).sum(axis=(1, 2))
    height = np.sqrt((pictures * dy * dy).sum(axis=(1, 2)) / ink)
    assert centre_x.mean() == pytest.approx(13, abs=0.06)
    assert centre_y.mean() == pytest.approx(13.5, abs=0.06)
    # What moves a bar: the shift of 0.7, and little more, as it stands near the middle about which all else happens.
    assert np.hypot(centre_x.std(), centre_y.std()) == pytest.approx(0.7 * np.sqrt(2), abs=0.1)
    # An upright bar slants by the tangent of turn and lean together.
    assert slant.std() == pytest.approx(np.hypot(0.12, 0.15), abs=0.02)
    assert (height / height.mean()).std() == pytest.approx(0.1, abs=0.03)


def test_thickness_warps_make_strokes_fatter_and_thinner_and_move_nothing() -> None:
    pictures = np.asarray(warp(bars(1000), affine=False))[..., 0]
    assert pictures.min() >= 0
    assert pictures.max() <= 1
    ink = pictures.sum(axis=(1, 2)) / bars(1)[0].sum()
    # At most 0.35 of the 42 pixels around a bar of 48 are added, or of its 34 pixels at the edge, times 0.7, taken.
    assert ink.max() == pytest.approx(1 + 0.35 * 42 / 48, abs=0.01)
    assert ink.min() == pytest.approx(1 - 0.35 * 0.7 * 34 / 48, abs=0.01)
    assert (pictures == pictures[:, :, ::-1][:, :, [*range(1, 28), 0]]).all()
