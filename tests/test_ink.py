from utils.data import load_mnist
from utils.ink import normalise, rasterise

import numpy as np
import pytest

SHAPE = [[(60, 40), (200, 60), (120, 250)]]  # differs from its transpose and its mirror images


def centre_of_mass(picture: np.ndarray) -> tuple[float, float]:
    """Row and column, counted from the picture's corner, so that the middle of pixel 0 is at 0.5."""
    middles = np.arange(len(picture)) + 0.5
    return tuple(picture.sum(axis=axis) @ middles / picture.sum() for axis in (1, 0))


def extent(picture: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(picture > 0.25)
    return np.ptp(rows) + 1, np.ptp(columns) + 1


def test_a_straight_stroke_has_the_area_of_a_rectangle_and_two_half_discs() -> None:
    for end in [(220, 100), (100, 210), (190, 170)]:
        canvas = rasterise([[(90, 90), end]], width=20)
        expected = 20 * np.hypot(end[0] - 90, end[1] - 90) + np.pi * 10**2
        assert canvas.sum() / 255 == pytest.approx(expected, rel=0.005)


def test_a_stroke_lies_where_it_was_drawn_x_to_the_right_and_y_down() -> None:
    canvas = rasterise([[(40, 200), (240, 200)]], width=10)
    assert canvas.dtype == np.uint8
    assert canvas[200, 40:240].min() == 255
    assert canvas[:194].max() == canvas[206:].max() == 0
    assert centre_of_mass(canvas) == pytest.approx((200, 140), abs=0.1)


def test_a_single_point_is_a_dot_and_strokes_that_cross_do_not_add_up() -> None:
    assert rasterise([[(100, 50)]], width=12).sum() / 255 == pytest.approx(np.pi * 6**2, rel=0.01)
    line = [[(50, 50), (150, 50)]]
    assert np.array_equal(rasterise(line * 2), rasterise(line))


def test_ink_beyond_the_edge_is_cut_off() -> None:
    outside = rasterise([[(-500, -500), (-400, -300)], [(300, 20), (999, 30)]])
    assert outside.max() == 0
    assert rasterise([[(-100, 140), (400, 140)]], width=20).sum() / 255 == pytest.approx(280 * 20, rel=0.001)


def test_the_longer_side_becomes_20_pixels_and_the_centre_of_mass_that_of_mnist() -> None:
    (images, _), _ = load_mnist()
    mnist = np.mean([centre_of_mass(image.astype(float)) for image in images[:5000]], axis=0)
    for strokes in [SHAPE, [[(130, 90), (150, 200)]], [[(20, 30), (70, 40), (60, 50)]]]:
        picture = normalise(rasterise(strokes))
        assert picture.shape == (28, 28)
        assert picture.dtype == np.float32
        assert abs(max(extent(picture)) - 20) <= 1
        assert centre_of_mass(picture) == pytest.approx(mnist, abs=0.1)


def test_the_shape_is_kept_neither_stretched_nor_turned() -> None:
    tall = normalise(rasterise([[(140, 40), (140, 240)]], width=20))
    height, width = extent(tall)
    assert height in (19, 20, 21)
    assert width in (2, 3)  # the pen's 20 pixels of 220 make 1.8, over three pixels if they straddle
    wide = normalise(rasterise([[(40, 140), (240, 140)]], width=20))
    assert np.allclose(wide, tall.T, atol=1e-6)


def test_ink_of_more_than_a_quarter_of_the_darkest_belongs_to_the_digit() -> None:
    """A fainter smudge beside it does not make it smaller."""
    canvas = np.zeros((100, 100))
    canvas[30:50, 40:44] = 1
    sides = []
    for smudge in (0.24, 0.26):
        canvas[60:70, 40:44] = smudge
        sides.append(np.ptp(np.nonzero(normalise(canvas) > 0.9)[0]) + 1)
    assert sides == [pytest.approx(20, abs=1), pytest.approx(10, abs=1)]


def test_place_and_size_of_the_drawing_do_not_matter() -> None:
    reference = normalise(rasterise(SHAPE, width=20))
    small = [[(x / 2 + 100, y / 2 + 120) for x, y in stroke] for stroke in SHAPE]
    assert np.abs(normalise(rasterise(small, width=10)) - reference).mean() < 0.01
    moved = [[(x + 30, y - 25) for x, y in stroke] for stroke in SHAPE]
    assert np.allclose(normalise(rasterise(moved, width=20)), reference, atol=1e-6)


def test_an_image_of_mnist_comes_out_as_it_went_in() -> None:
    (images, _), _ = load_mnist()
    changes = [np.abs(normalise(image) - image / 255).mean() for image in images[:200]]
    assert np.mean(changes) < 0.03  # what is left is a shift by half a pixel at most, which MNIST rounded away


def test_paper_may_have_any_level_and_canvases_any_size() -> None:
    canvas = rasterise(SHAPE, size=280)
    reference = normalise(canvas)
    assert np.allclose(normalise(canvas * 0.5 + 40), reference, atol=1e-6)
    assert np.allclose(normalise(np.pad(canvas, ((0, 90), (50, 0)))), reference, atol=1e-6)


def test_an_empty_canvas_gives_zeros() -> None:
    for empty in [rasterise([]), np.full((50, 80), 7.0)]:
        assert not normalise(empty).any()


@pytest.mark.parametrize(
    ("canvas", "message"),
    [
        (np.zeros((3, 28, 28)), r"two dimensions.*\(3, 28, 28\)"),
        (np.zeros((0, 5)), r"two dimensions.*\(0, 5\)"),
        (np.array([[0.0, np.nan]]), "not finite"),
    ],
)
def test_what_is_no_canvas_is_refused(canvas: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        normalise(canvas)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[(1, 2, 3)]],), "finite .x, y. points"),
        (([[(1, np.nan)]],), "finite .x, y. points"),
        (([], 0), "positive size"),
        (([], 280, -1), "positive size and pen width"),
        (([], 280, np.nan), "positive size and pen width"),
        (([], 280, np.inf), "positive size and pen width, both finite"),
    ],
)
def test_what_is_no_stroke_is_refused(arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rasterise(*arguments)
