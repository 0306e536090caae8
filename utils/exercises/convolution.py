"""Judges for the exercises of the chapter on convolutional layers."""

from collections.abc import Callable
from fractions import Fraction

from utils.data import load_mnist
from utils.exercises import judge
from utils.layers import average_pool_backward, convolve, convolve_backward, max_pool, relu
from utils.models import prepare

import numpy as np

Matrix = np.ndarray


@judge
def moves_right(kernel: Matrix) -> str | None:
    """A kernel of 3×3 under which every pixel moves one place to the right."""
    kernel = np.asarray(kernel, dtype=float)
    if kernel.shape != (3, 3):
        return f"the kernel is to have the shape (3, 3), and yours has {kernel.shape}"
    picture = np.arange(1, 31).reshape(5, 6) ** 2  # no two alike
    for i, j in np.ndindex(3, 4):
        made = float((picture[i : i + 3, j : j + 3] * kernel).sum())
        if not np.isclose(made, picture[i + 1, j]):
            where = f"laid over rows {i} to {i + 2} and columns {j} to {j + 2}"
            hint = "; that is the pixel to the right" if np.isclose(made, picture[i + 1, j + 2]) else ""
            return f"{where}, it should give the pixel to the left of the middle one; it gives another number{hint}"
    return None


@judge
def sides(side: Callable[[int, int, int, int], int]) -> str | None:
    """The side of a map, counted as the places where the kernel can be laid."""
    for n, k, s, p in [(5, 3, 1, 0), (28, 5, 1, 0), (28, 5, 1, 2), (28, 3, 2, 1), (227, 11, 4, 0), (7, 7, 3, 0)]:
        places = len(range(0, n + 2 * p - k + 1, s))
        given = side(n, k, s, p)
        if given != places:
            case = f"a picture of side {n}, a kernel of {k}, stride {s} and padding {p}"
            return f"for {case} there are {places} places in a row; your function says {given}"
    return None


@judge
def sees(side: int) -> str | None:
    """The side of the patch of the picture on which one number after the second pooling depends."""
    ones, signals = np.ones((5, 5, 1, 1)), np.zeros((1, 4, 4, 1))
    signals[0, 1, 1] = 1
    # The error signal of one number, sent back through the layers with weights of 1, reaches every pixel that it sees.
    back = average_pool_backward(signals, np.ones((1, 8, 8, 1)))
    back, *_ = convolve_backward(back, np.ones((1, 12, 12, 1)), ones)
    back = average_pool_backward(back, np.ones((1, 24, 24, 1)))
    back, *_ = convolve_backward(back, np.ones((1, 28, 28, 1)), ones)
    reached = int((back.sum(axis=(0, 2, 3)) > 0).sum())
    if side == reached:
        return None
    if side < reached:
        return f"it sees more than {side}×{side}: there are pixels outside of such a patch that change it"
    return f"it sees less than {side}×{side}: no patch of that size has a say in all its rows and columns"


@judge
def both(combine: Callable[[Matrix, Matrix], Matrix]) -> str | None:
    """One kernel of 5×5 that does the same as two of 3×3, one after the other."""
    numbers = np.arange(1.0, 10).reshape(3, 3)
    for row, column in [(0, 0), (1, 2)]:
        one, expected = np.zeros((3, 3)), np.zeros((5, 5))
        one[row, column] = 1
        expected[row : row + 3, column : column + 3] = numbers  # a single 1 only moves what the second kernel does
        single = np.asarray(combine(one, numbers), dtype=float)
        if single.shape != (5, 5):
            return f"the kernel is to have the shape (5, 5), and yours has {single.shape}"
        for place in np.argwhere(~np.isclose(single, expected)):
            i, j = map(int, place)
            told = f"{expected[i, j]:g} in row {i}, column {j}; yours has {single[i, j]:g}".replace("-", "−")
            kernels = f"a single 1 in row {row}, column {column}, and the second holds 1 to 9, row by row"
            return f"if the first kernel has {kernels}, the kernel of both has {told}"
    rng = np.random.default_rng(4)
    for trial in range(3):
        first, second = rng.integers(-3, 4, (2, 3, 3)).astype(float)
        single = np.asarray(combine(first, second), dtype=float)
        picture = rng.integers(0, 5, (1, 7, 7, 1)).astype(float)
        twice = convolve(convolve(picture, first.reshape(3, 3, 1, 1)), second.reshape(3, 3, 1, 1))
        once = convolve(picture, single.reshape(5, 5, 1, 1))
        for i, j in np.argwhere(~np.isclose(once[0, :, :, 0], twice[0, :, :, 0])):
            made, wanted = (f"{maps[0, i, j, 0]:g}".replace("-", "−") for maps in (once, twice))
            return (
                f"for random kernels, number {trial + 1}, two steps give {wanted} at ({i}, {j}) and yours gives {made}"
            )
    return None


NUMBERS = np.array([[2, 7, 0, 1], [3, 1, 4, 9], [6, 2, 1, 5], [8, 0, 3, 2]])
SIGNALS = np.array([[5, -1], [2, 3]])


@judge
def winners(slopes: Matrix) -> str | None:
    """The slopes along NUMBERS when SIGNALS come back to max pooling, found anew by nudging each number."""
    slopes = np.asarray(slopes, dtype=float)
    if slopes.shape != (4, 4):
        return f"there is a slope for each of 4×4 numbers; yours have the shape {slopes.shape}"
    for i, j in np.ndindex(4, 4):
        nudge = np.zeros((4, 4))
        nudge[i, j] = 0.25
        pooled = [max_pool((NUMBERS + sign * nudge).reshape(1, 4, 4, 1))[0, :, :, 0] for sign in (1, -1)]
        expected = float(((pooled[0] - pooled[1]) * SIGNALS).sum() / 0.5)
        if not np.isclose(slopes[i, j], expected):
            wins = "it wins its block" if expected else "another number wins its block"
            given = f"{slopes[i, j]:g}".replace("-", "−")
            return f"nudge the {NUMBERS[i, j]} in row {i}, column {j}: {wins}, so its slope cannot be {given}"
    return None


@judge
def way_back(along_picture: Callable[[Matrix, Matrix], Matrix]) -> str | None:
    """The slopes along a picture from the signals of its map, against nudging every pixel."""
    rng = np.random.default_rng(7)
    for height, width, k in [(2, 2, 2), (3, 3, 3), (2, 4, 3)]:
        signals, kernel = rng.integers(-2, 3, (height, width)), rng.integers(-3, 4, (k, k))
        found = along_picture(signals.astype(float), kernel.astype(float))
        shape = (height + k - 1, width + k - 1)
        if np.shape(found) != shape:
            case = f"signals of {height}×{width} and a kernel of {k}×{k}"
            return f"{case} belong to a picture of {shape[0]}×{shape[1]}; your slopes have the shape {np.shape(found)}"
        for place in np.ndindex(shape):
            dot = np.zeros((1, *shape, 1))
            dot[0, place[0], place[1]] = 1
            expected = float((convolve(dot, kernel.reshape(k, k, 1, 1))[0, :, :, 0] * signals).sum())
            if not np.isclose(np.asarray(found)[place], expected):
                shown = f"{np.asarray(found)[place]:g} and should be {expected:g}".replace("-", "−")
                return f"for a kernel of {k}×{k}, the slope along the pixel {place} is {shown}"
    return None


# AlexNet's layers with weights: the numbers that each puts out, and the weights behind every one of them.
WORK = {
    "convolutions": [
        (55 * 55 * 96, 11 * 11 * 3),
        (27 * 27 * 256, 5 * 5 * 48),
        (13 * 13 * 384, 3 * 3 * 256),
        (13 * 13 * 384, 3 * 3 * 192),
        (13 * 13 * 256, 3 * 3 * 192),
    ],
    "dense": [(4096, 6 * 6 * 256), (4096, 4096), (1000, 4096)],
}


@judge
def work(share: float) -> str | None:
    """The share of AlexNet's multiplications that its convolutions make."""
    multiplications = {kind: sum(outputs * weights for outputs, weights in them) for kind, them in WORK.items()}
    expected = multiplications["convolutions"] / sum(multiplications.values())
    if share is None or not 0 <= share <= 1:
        return f"a share is a number from 0 to 1, and yours is {share}; count the multiplications of all eight layers"
    if abs(share - expected) < 0.003:
        return None
    if abs(share - 0.038) < 0.003:
        return f"{share:.3f} is the share of the weights. How often is a weight of a convolution used for one picture?"
    if abs(share - 0.948) < 0.003:
        return f"{share:.3f} it would be in one tower. On how many maps does the second convolution look in two towers?"
    return f"{share:.3f} is {'more' if share > expected else 'less'} than their share; every output costs its weights"


@judge
def alarms(right: Callable[[float, float, float], float], specificity: float) -> str | None:
    """The share of alarms that are right, counted in whole people; and the specificity at which half of them are."""
    for sensitive, specific, ill in [
        (90, 90, 10),
        (99, 95, 1),
        (80, 99, 500),
        (100, 50, 250),
    ]:  # per cent, and of 1,000
        found = Fraction(ill * sensitive, 100)
        false = Fraction((1000 - ill) * (100 - specific), 100)
        expected, given = float(found / (found + false)), right(sensitive / 100, specific / 100, ill / 1000)
        if given is None or not np.isclose(given, expected, atol=1e-6):
            case = f"sensitivity {sensitive} %, specificity {specific} %, {ill} ill in 1,000"
            return f"with {case}, {float(found):g} alarms are right and {float(false):g} are false; you say {given}"
    false_for_half = Fraction(9, 10) * 10  # as many as are found among ten ill in a thousand
    if specificity is None or not 0 <= specificity <= 1:
        return f"a specificity is a share from 0 to 1, and yours is {specificity}"
    if abs(specificity - float(1 - false_for_half / 990)) > 0.0005:
        return (
            f"with a specificity of {specificity}, not half of the alarms are right; how many false ones are allowed?"
        )
    return None


SECRET = np.array([[0.5, -1.0, 0.0], [1.0, 0.5, -1.0], [0.0, 1.0, 0.5]]).reshape(3, 3, 1, 1)
SECRET_BIAS = -0.3


def secret() -> tuple[np.ndarray, np.ndarray]:
    """A hundred digits, and what a layer with stride 2 and ReLU makes of them; its kernel and bias are the secret."""
    pictures = prepare(load_mnist()[0][0][:100])
    return pictures, _secret_maps(pictures)


@judge
def uncovered(kernel: np.ndarray, bias: float) -> str | None:
    """A kernel and a bias that make the maps of the secret layer, on digits that nobody has seen."""
    if np.shape(kernel) != (3, 3, 1, 1):
        return f"the kernel is to have the shape (3, 3, 1, 1), and yours has {np.shape(kernel)}"
    if not np.abs(np.append(kernel, bias)).max() < 1e6:  # or not a number
        return "your kernel and bias have grown beyond all measure: the steps are too long, so take a smaller rate"
    pictures = prepare(load_mnist()[0][0][100:200])
    wanted = _secret_maps(pictures)
    made = relu(convolve(pictures, np.asarray(kernel), float(np.squeeze(bias)), stride=2))
    missed = float(np.linalg.norm(made - wanted) / np.linalg.norm(wanted))
    if missed <= 0.01:
        return None
    told = f"on a hundred other digits your maps are {_percent(missed)} off, measured by their length; 1 % is asked"
    if not made.any():
        return f"{told}. All your outputs are 0, so that no signal comes back through ReLU: start somewhere else"
    return f"{told}. Take more steps; or a smaller rate, if the loss does not fall"


def _percent(share: float) -> str:
    return f"{100 * share:.{0 if share > 0.1 else 1}f} %"


def _secret_maps(pictures: np.ndarray) -> np.ndarray:
    return relu(convolve(pictures, SECRET, SECRET_BIAS, stride=2))
