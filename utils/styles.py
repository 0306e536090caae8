"""How people write digits, from knowledge instead of data: templates, and a hand that never writes one twice alike.

MNIST's writers were American. Elsewhere ones have a flag and a foot, sevens a bar, zeros a slash. Each template below
is one such style; the letters and other drawings are what a recogniser should decline to call a digit.
"""

import numpy as np

# A template is drawn in a box of 100 by 100, x to the right and y down, and may leave it. Its strokes stand between
# bars; "~" makes a smooth curve through the points that follow, "-" a broken line.
FAR = -50, 150  # how far a point may leave the box
DIGITS: dict[int, list[str]] = {
    0: [
        "~ 60 2, 25 8, 2 50, 25 92, 55 98, 95 60, 80 10, 55 2, 40 6",
        "~ 50 0, 15 20, 3 60, 40 100, 85 80, 97 40, 70 5, 48 1",
        "~ 40 3, 80 8, 98 50, 75 95, 35 97, 3 60, 15 15, 50 0, 65 5",
        "~ 10 25, 0 60, 30 98, 75 92, 100 50, 70 3, 30 5, 8 30",
        "~ 75 12, 30 0, 0 45, 20 95, 70 98, 100 50, 85 15",
        "~ 60 5, 10 15, 5 75, 50 100, 95 70, 85 15, 45 0, 20 20",
        "~ 65 8, 20 5, 0 50, 30 98, 80 90, 98 40, 70 5, 30 12, 95 2",
    ],
    1: ["- 50 0, 50 50, 50 100", "- 62 0, 50 50, 38 100", "~ 55 0, 46 50, 50 100", "~ 45 0, 53 45, 48 80, 55 100"],
    2: [
        "~ 8 25, 35 0, 85 15, 80 40, 40 75, 0 100 | - 0 100, 50 98, 100 96",
        "~ 5 20, 40 0, 85 18, 70 50, 30 85, 8 100, 0 85, 25 83, 60 97, 105 90",
        "- 5 5, 45 2, 90 6, 45 52, 0 100, 50 98, 100 98",
        "~ 0 30, 30 0, 75 12, 70 45, 30 80, 0 100, 20 92, 60 98, 95 102",
        "~ 15 15, 50 0, 80 20, 65 50, 5 98, 45 95, 90 98",
        "~ 5 22, 40 0, 82 20, 60 60, 20 95, 5 88, 20 80, 50 96, 80 98, 100 82",
    ],
    3: [
        "~ 10 15, 45 0, 85 20, 68 42, 38 48 | ~ 38 48, 78 55, 92 78, 50 100, 5 88",
        "- 8 4, 50 2, 88 3, 60 25, 42 42 | ~ 42 42, 78 46, 92 70, 60 100, 5 92",
        "~ 5 12, 50 0, 80 18, 60 42, 30 45, 65 48, 90 72, 55 100, 0 85",
        "~ 15 8, 60 0, 75 22, 40 45, 75 55, 80 82, 40 100, 5 95",
    ],
    4: [
        "- 30 0, 5 62, 50 63, 100 58 | - 70 25, 66 60, 62 100",
        "- 20 0, 10 55, 50 58, 90 54 | - 78 0, 74 50, 72 100",
        "- 68 0, 35 30, 0 64, 50 64, 105 62 | - 68 2, 66 50, 64 100",
        "- 66 100, 68 50, 70 0, 35 32, 0 65, 50 64, 102 60",
        "- 20 0, 5 55, 75 50 | ~ 85 12, 75 55, 62 100",
        "~ 15 0, 5 30, 12 52, 50 55, 95 48 | - 70 15, 68 60, 60 100",
        "- 35 0, 10 60, 60 58, 100 55 | - 75 40, 70 70, 66 100",
    ],
    5: [
        "- 25 0, 12 38 | ~ 12 38, 45 33, 90 65, 50 100, 2 90 | - 22 0, 60 1, 95 0",
        "- 90 2, 25 0, 14 40 | ~ 14 40, 50 34, 90 64, 50 100, 0 90",
        "~ 90 4, 40 0, 10 22, 40 45, 85 70, 50 100, 2 92",
        "- 20 2, 18 45 | ~ 18 45, 60 38, 92 70, 50 100, 10 96 | - 20 5, 55 0, 100 -6",
        "~ 95 2, 50 4, 22 8, 15 38, 60 42, 88 72, 45 100, 0 88",
    ],
    6: [
        "~ 72 2, 30 25, 5 65, 30 98, 75 95, 92 72, 60 53, 25 62, 8 80",
        "~ 35 0, 12 35, 2 70, 30 100, 70 95, 85 75, 60 58, 20 66, 6 80",
        "~ 75 0, 30 30, 5 70, 40 100, 80 85, 70 60, 40 60, 35 72",
        "~ 90 10, 55 0, 18 30, 3 70, 35 100, 80 92, 85 65, 45 55, 10 72",
    ],
    7: [
        "- 4 4, 50 3, 96 2, 68 50, 40 100",
        "~ 4 6, 50 2, 95 5, 70 50, 45 100",
        "- 4 20, 6 4, 50 3, 92 2, 66 50, 36 100",
        "~ 2 18, 30 2, 70 8, 98 0, 70 45, 50 100",
        "- 10 5, 55 4, 95 0, 80 50, 70 100",
        "~ 5 15, 40 0, 85 5, 82 40, 50 75, 35 100",
    ],
    8: [
        "~ 70 12, 45 0, 12 20, 50 48, 92 75, 50 100, 5 76, 50 50, 82 22, 62 5",
        "~ 30 12, 55 0, 88 20, 50 48, 8 75, 50 100, 95 76, 50 50, 18 22, 38 5",
        "~ 50 2, 22 12, 25 38, 50 47, 76 36, 78 12, 48 2 | ~ 50 48, 12 60, 15 90, 50 100, 88 88, 88 60, 48 48",
        "~ 88 8, 45 0, 15 22, 80 65, 60 100, 15 90, 30 60, 90 15, 70 2",
        "~ 50 50, 15 25, 50 0, 85 22, 50 50, 10 76, 50 100, 90 76, 55 50",
    ],
    9: [
        "~ 85 15, 45 0, 5 25, 30 50, 78 35, 88 15, 85 50, 80 100",
        "~ 85 12, 40 0, 5 28, 35 52, 80 30, 85 55, 68 82, 30 100",
        "~ 88 18, 45 0, 5 25, 32 50, 82 30, 90 60, 75 92, 40 100, 5 88",
        "~ 80 10, 35 2, 5 30, 40 50, 75 25, 60 60, 40 100",
        "~ 90 5, 40 0, 10 22, 40 45, 88 20 | - 90 5, 86 50, 80 100",
    ],
}

# What people add to a one, a seven and a zero, and how often a hand here does.
FLAGS = ["- 5 30, 30 12, 50 0", "- 25 12, 38 6, 50 0", "~ 15 22, 35 14, 50 0"]
FEET = ["- 20 100, 50 99, 80 100", "- 10 103, 50 100, 90 98", "- 30 100, 75 97"]
BARS = ["- 42 52, 68 50, 95 50", "- 35 55, 65 50, 100 45", "- 48 45, 90 55"]
SLASHES = [
    "- 95 0, 50 50, 5 100",
    "- 115 -15, 50 50, -15 115",
    "- 80 20, 20 80",
    "- 50 -20, 50 120",
    "- -10 52, 110 48",
]

OTHERS: dict[str, list[str]] = {
    "A": ["- 0 100, 50 0, 100 100 | - 20 65, 80 65", "~ 0 100, 10 40, 50 0, 90 40, 100 100 | - 5 60, 95 60"],
    "C": ["~ 100 15, 50 0, 0 50, 50 100, 100 85"],
    "D": ["- 0 0, 0 100 | ~ 0 0, 80 10, 100 50, 80 90, 0 100"],
    "E": ["- 100 0, 0 0, 0 100, 100 100 | - 0 50, 80 50", "~ 100 10, 40 0, 10 25, 55 47, 5 75, 40 100, 100 90"],
    "F": ["- 0 0, 0 100 | - 0 0, 100 0 | - 0 45, 70 45", "- 100 0, 0 0, 0 100 | - 0 50, 75 50"],
    "G": ["~ 100 15, 50 0, 0 50, 50 100, 100 80 | - 100 80, 100 55, 55 55"],
    "H": ["- 0 0, 0 100 | - 100 0, 100 100 | - 0 50, 100 50"],
    "J": ["- 20 0, 100 0 | ~ 65 0, 65 80, 35 100, 0 75"],
    "K": ["- 0 0, 0 100 | - 100 0, 0 55, 100 100", "- 0 0, 0 100 | - 90 0, 5 50 | - 20 45, 100 100"],
    "L": ["- 0 0, 0 100, 100 100"],
    "M": ["- 0 100, 10 0, 50 70, 90 0, 100 100", "~ 0 100, 10 10, 30 0, 45 90, 50 90, 60 10, 80 0, 100 100"],
    "N": ["- 0 100, 0 0, 100 100, 100 0", "- 0 0, 0 100 | - 0 0, 100 100 | - 100 100, 100 0"],
    "P": ["- 0 0, 0 100 | ~ 0 2, 80 0, 100 27, 60 52, 0 50"],
    "Q": ["~ 60 2, 15 10, 0 50, 20 95, 70 98, 100 50, 80 8, 50 0 | - 60 65, 105 110"],
    "R": ["- 0 0, 0 100 | ~ 0 2, 70 0, 90 25, 50 50, 0 50 | - 30 50, 100 100"],
    "T": ["- 0 0, 100 0 | - 50 0, 50 100"],
    "U": ["~ 0 0, 0 70, 50 100, 100 70, 100 0"],
    "V": ["- 0 0, 50 100, 100 0"],
    "W": ["- 0 0, 25 100, 50 30, 75 100, 100 0", "~ 0 0, 10 80, 30 100, 50 30, 55 80, 75 100, 100 0"],
    "X": ["- 0 0, 100 100 | - 100 0, 0 100"],
    "Y": ["- 0 0, 50 50 | - 100 0, 50 50, 50 100"],
    "a": ["~ 90 10, 40 0, 0 50, 40 100, 90 60, 95 0, 92 70, 115 100"],
    "b": ["- 0 0, 0 100 | ~ 0 70, 50 45, 90 70, 50 100, 0 95"],
    "d": ["~ 90 60, 50 45, 0 75, 40 100, 90 75 | - 95 0, 95 100"],
    "e": ["~ 0 50, 90 45, 70 3, 20 10, 0 55, 40 100, 100 85"],
    "f": ["~ 100 5, 60 0, 45 30, 45 100 | - 5 45, 90 42"],
    "h": ["- 0 0, 0 100 | ~ 0 70, 40 45, 80 55, 85 100"],
    "k": ["- 0 0, 0 100 | - 70 40, 5 68, 80 100"],
    "m": ["~ 0 10, 5 100, 6 90, 15 20, 35 5, 45 40, 45 100, 47 90, 55 20, 75 5, 90 40, 95 100"],
    "n": ["~ 0 5, 3 100, 5 90, 20 20, 55 0, 85 30, 90 100", "- 0 0, 0 100 | ~ 0 35, 40 0, 90 30, 95 100"],
    "p": ["- 0 0, 0 100 | ~ 0 10, 50 0, 90 30, 50 60, 0 50"],
    "r": ["- 0 0, 0 100 | ~ 0 40, 30 10, 80 8"],
    "t": ["~ 40 0, 40 85, 60 100, 90 90 | - 0 30, 85 30"],
    "u": ["~ 0 0, 0 70, 40 100, 85 60, 90 0, 90 80, 110 100"],
    "w": ["~ 0 0, 10 80, 30 100, 48 40, 50 40, 60 90, 80 100, 100 20, 100 0"],
    "y": ["- 0 0, 45 55 | - 100 0, 10 100", "~ 0 0, 10 45, 50 50, 90 0, 90 50, 60 100, 10 90"],
    "alpha": ["~ 100 10, 60 80, 25 100, 0 50, 25 0, 60 30, 100 100"],
    "arrow": ["- 0 50, 100 50 | - 70 20, 100 50, 70 80"],
    "check": ["- 0 50, 35 100, 100 0"],
    "dash": ["- 0 50, 50 50, 100 50"],
    "equals": ["- 0 30, 100 30 | - 0 70, 100 70"],
    "face": ["~ 50 0, 5 25, 5 75, 50 100, 95 75, 95 25, 50 0| - 35 35, 35 42 | - 65 35, 65 42 | ~ 25 65, 50 80, 75 65"],
    "hash": ["- 30 0, 30 100 | - 70 0, 70 100 | - 0 30, 100 30 | - 0 70, 100 70"],
    "heart": ["~ 50 30, 25 0, 0 30, 50 100 | ~ 50 30, 75 0, 100 30, 50 100"],
    "house": ["- 0 100, 0 40, 50 0, 100 40, 100 100, 0 100"],
    "pi": ["- 0 0, 100 0 | - 30 0, 25 100 | - 70 0, 75 100"],
    "plus": ["- 0 50, 100 50 | - 50 0, 50 100"],
    "question": ["~ 0 20, 40 0, 80 20, 40 50, 40 75 | - 40 95, 42 100"],
    "spiral": ["~ 50 50, 60 45, 65 60, 45 70, 30 50, 50 25, 80 40, 80 75, 45 90, 10 60, 25 15, 70 5, 100 40"],
    "square": ["- 0 0, 0 100, 100 100, 100 0, 0 0"],
    "star": ["- 20 100, 50 0, 80 100, 0 38, 100 38, 20 100"],
    "triangle": ["- 50 0, 0 100, 100 100, 50 0"],
    "wave": ["~ 0 50, 15 30, 35 70, 55 30, 75 70, 100 50"],
    "zigzag": ["- 0 0, 100 20, 0 45, 100 65, 0 100"],
}

Strokes = list[np.ndarray]


def digit(label: int, rng: np.random.Generator) -> Strokes:
    """The strokes of one digit, 0 to 9, in a style of those above: arrays (n, 2) of points, y down, in free units.

    Raises ValueError for another label.
    """
    if label not in DIGITS:
        raise ValueError(f"A label is a digit from 0 to 9, not {label}.")
    template = str(rng.choice(DIGITS[label]))
    extras = {0: [(SLASHES, 0.35)], 1: [(FLAGS, 0.55), (FEET, 0.45)], 7: [(BARS, 0.4)]}
    for additions, share in extras.get(label, []):
        if rng.random() < share:
            template += " | " + str(rng.choice(additions))
    return by_hand(template, rng)


def no_digit(rng: np.random.Generator) -> Strokes:
    """The strokes of something that is no digit: a letter or a sign, two digits at once, a scribble, lines, a dot."""
    kind = rng.choice(["sign", "two digits", "scribble", "lines", "dot"], p=[0.72, 0.07, 0.14, 0.04, 0.03])
    if kind == "sign":
        return by_hand(str(rng.choice(OTHERS[str(rng.choice([*OTHERS]))])), rng)
    if kind == "two digits":
        left, right = digit(int(rng.integers(10)), rng), digit(int(rng.integers(10)), rng)
        beside = max(s[:, 0].max() for s in left) - min(s[:, 0].min() for s in right) + rng.uniform(5, 40)
        return left + [stroke + np.array([beside, 0]) for stroke in right]
    if kind == "scribble":
        points = rng.uniform(0, 100, (rng.integers(6, 30), 2))
        return by_hand(_written([points], "~-"[rng.integers(2)]), rng)
    if kind == "lines":
        return by_hand(_written(rng.uniform(0, 100, (rng.integers(2, 6), 2, 2)), "-"), rng)
    return [rng.normal(0, 2, (rng.integers(1, 6), 2))]


def _written(strokes, mark: str) -> str:
    return " | ".join(mark + " " + ", ".join(f"{x:.1f} {y:.1f}" for x, y in stroke) for stroke in strokes)


def strokes_of(template: str) -> list[tuple[str, np.ndarray]]:
    """The strokes of a template: of each its mark, "~" or "-", and its points (n, 2).

    Raises ValueError for a template that is not written as those above are, and says where.
    """
    strokes = []
    for stroke in template.split("|"):
        mark, *rest = stroke.split() or [""]
        if mark not in ("~", "-") or not rest:
            raise ValueError(
                "each stroke of a template, between bars, begins with ~ or - and a space, and then has points, as in "
                f'"- 50 0, 50 100"; this one has not: "{stroke.strip()}"'
            )
        if inside := {"~", "-"} & set(rest):
            raise ValueError(f'"{inside.pop()}" stands inside the stroke "{stroke.strip()}"; is a bar, |, missing?')
        points = [_point(text, stroke) for text in " ".join(rest).split(",")]
        if mark == "~" and len(points) < 2:
            raise ValueError(f'a curve passes through two points or more, and "{stroke.strip()}" has one')
        strokes.append((mark, np.array(points)))
    return strokes


def _point(text: str, stroke: str) -> list[float]:
    where = f'"{text.strip()}", in the stroke "{stroke.strip()}",'
    try:
        point = [float(number) for number in text.split()]
    except ValueError:
        raise ValueError(f"{where} is no point: its x and y are to be numbers") from None
    if len(point) != 2:
        counted = f"a point has two numbers, x and y, and {where} has {len(point)}"
        raise ValueError(f"{counted}; is a {'number' if len(point) < 2 else 'comma'} missing?")
    if not all(FAR[0] <= number <= FAR[1] for number in point):
        raise ValueError(f"{where} lies far outside the box, which goes from 0 to 100")
    return point


def by_hand(template: str, rng: np.random.Generator) -> Strokes:
    """The template as a hand might write it: points moved, the whole bent, leaning, narrow or wide, the pen unsure.

    Raises ValueError for a template that `strokes_of` cannot read.
    """
    turn, lean, width = np.radians(rng.normal(0, 7)), rng.normal(0.08, 0.22), 0.65 * np.exp(rng.normal(0, 0.3))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    shape = rotation @ np.array([[1, -lean], [0, 1]]) @ np.diag([width, 1])
    waves = rng.uniform(0.03, 0.08, (3, 2)), rng.uniform(0, 2 * np.pi, 3), rng.normal(0, 3, (3, 2))
    tremor = min(rng.exponential(1.2), 3)
    strokes = []
    for mark, points in strokes_of(template):
        points = points + rng.normal(0, 4, points.shape)
        points = smooth(points) if mark == "~" else broken(points)
        for frequency, phase, size in zip(*waves):
            points = points + np.sin(points @ frequency + phase)[:, None] * size
        points = points + rng.normal(0, tremor, points.shape)
        strokes.append((points - 50) @ shape.T)
    return strokes


def smooth(points: np.ndarray, steps: int = 6) -> np.ndarray:
    """A smooth curve through points (n, 2), with `steps` points for each piece (Catmull and Rom, 1974)."""
    before, start, end, after = (
        np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])[i : len(points) - 1 + i, None]
        for i in range(4)
    )
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    ) / 2
    return np.vstack([*pieces, points[-1:]])


def broken(points: np.ndarray) -> np.ndarray:
    """The straight lines between points (n, 2), with four points for each."""
    pieces = [np.linspace(a, b, 4, endpoint=False) for a, b in zip(points, points[1:])]
    return np.vstack([*pieces, points[-1:]])
