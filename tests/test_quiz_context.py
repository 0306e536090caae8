"""The right options of chapter 1's quiz, worked out again from the data."""

from utils.data import load_mnist
from utils.nearest import nearest
from utils.quizzes import Question
from utils.quizzes.context import QUESTIONS

import numpy as np
import pytest

(x_train, y_train), (x_test, y_test) = load_mnist()
averages = np.stack([x_train[y_train == d].mean(axis=0) for d in range(10)])


def question(words: str) -> Question:
    (found,) = [q for q in QUESTIONS if words in q.text]
    return found


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


@pytest.fixture(scope="module")
def right() -> np.ndarray:
    return nearest(x_test, averages) == y_test


def test_the_order_of_the_pixels_does_not_matter(right: np.ndarray) -> None:
    assert "same whatever their order" in question("reaches the machine").options[question("reaches the machine").right]
    order = np.random.default_rng(0).permutation(784)
    shuffled = [pictures.reshape(-1, 784)[:, order] for pictures in (x_test, averages)]
    assert np.array_equal(nearest(*shuffled) == y_test, right)


def test_nobody_writes_in_the_corners() -> None:
    assert not x_train[:, [0, 0, -1, -1], [0, -1, 0, -1]].any()
    assert x_train.max() == 255
    row = np.array([0, 0, 252, 253, 251, 0, 0])
    wide = {2: "two", 3: "three", 4: "four"}[int((row > 127).sum())]
    q = question(" ".join(map(str, row)))
    assert q.right == f"A stroke, {wide} pixels wide"


def rules() -> tuple[np.ndarray, np.ndarray]:
    light = x_train.mean(axis=(1, 2)) / 255 < 0.1
    return light, light & ((x_train > 127).any(axis=1).sum(axis=1) <= 8)


def test_a_second_condition_never_adds_and_here_loses_a_third_of_the_ones() -> None:
    first, second = rules()
    assert not (second & ~first).any()
    assert "says 1 for no image" in question("second condition").right
    lost = (first & ~second & (y_train == 1)).sum() / (first & (y_train == 1)).sum()
    assert lost == pytest.approx(1 / 3, abs=0.02)


def test_a_second_condition_can_make_it_better_or_worse() -> None:
    """So neither of the two wrong options is certain."""
    light, light_and_narrow = rules()
    narrow = (x_train > 127).any(axis=1).sum(axis=1) <= 8
    before_and_after = [(light, light_and_narrow), (narrow, narrow & ~light)]
    changes = [
        np.mean(after == (y_train == 1)) - np.mean(before == (y_train == 1)) for before, after in before_and_after
    ]
    assert changes[0] > 0.05
    assert changes[1] < -0.05


def test_the_averages_do_without_the_images(right: np.ndarray) -> None:
    q = question("we delete the 60,000")
    assert q.right == f"{percent(right.mean())}, as before"
    assert f"{averages.size:,} numbers" in q.options[q.right]


def test_grey_is_how_often() -> None:
    pixel = np.array([0, 254] * 50)
    q = question(f"their average it is {pixel.mean():.0f}")
    assert np.mean(pixel > 0) == 0.5
    assert q.right.startswith("Half")


def test_the_lazy_machine() -> None:
    q = question("answers 1 for every image")
    counts = np.bincount(y_test)
    assert q.right == f"{counts[1] / 100:.2f} %"
    assert counts.argmax() == 1
    assert f"{counts[1]:,} of the 10,000" in q.options[q.right]


def test_the_averages_on_their_own_images(right: np.ndarray) -> None:
    q = question("that they were computed from")
    assert percent(right.mean()) in q.text
    assert q.right == percent(np.mean(nearest(x_train, averages) == y_train))


def test_the_two_groups_of_writers(right: np.ndarray) -> None:
    q = question("Census Bureau")
    assert percent(right[:5001].mean()) in q.text
    assert percent(right[5001:].mean()) in q.text
    assert q.text.index(percent(right[:5001].mean())) < q.text.index("students") < q.text.index("employees")


def test_the_images_change_hands_where_the_chapter_says(right: np.ndarray) -> None:
    """Where two constant accuracies, before and after, explain the answers best: at the border between the writers."""

    def log_likelihood(answers: np.ndarray) -> float:
        share = answers.mean()
        return len(answers) * (share * np.log(share) + (1 - share) * np.log(1 - share))

    border = max(range(100, 9900), key=lambda i: log_likelihood(right[:i]) + log_likelihood(right[i:]))
    assert border == pytest.approx(5001, abs=50)
