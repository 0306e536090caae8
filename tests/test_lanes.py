"""The simulated road, the two forecasts to beat, and the network that must beat them by what the chapter says."""

from utils.lanes import AHEAD, NOISE, SEEN, TICK, goes_straight, nearest_lane, simulate, stays
from utils.mlp import MLP

import numpy as np
import pytest

PATHS, OBSERVED, LANES = simulate(5000, seed=7)


def trained(sizes: list[int], seed: int, shuffle: bool = False) -> MLP:
    """The chapter's network, on 10,000 cars of its own."""
    _, seen, lanes = simulate(10_000, seed)
    network = MLP(sizes, "tanh", "cross-entropy", seed)
    if shuffle:
        lanes = np.random.default_rng(seed).permutation(lanes)
    for epoch in range(15):
        network.train(seen, lanes, 0.1 * 0.8**epoch, batch=50, momentum=0.9)
    return network


# The road


def test_the_cars_keep_to_what_the_docstring_says() -> None:
    assert PATHS.shape == (5000, SEEN + AHEAD)
    assert OBSERVED.shape == (5000, SEEN)
    assert np.abs(PATHS).max() <= 1 + 0.15  # nobody leaves the road: the middles of the outer lanes, and weaving
    noise = OBSERVED - PATHS[:, :SEEN]
    assert noise.std() == pytest.approx(NOISE, rel=0.02)
    assert noise.mean() == pytest.approx(0, abs=0.001)
    ends = [min((-1, 0, 1), key=lambda middle: abs(path[-1] - middle)) + 1 for path in PATHS]
    assert LANES.tolist() == ends


def test_the_cars_move_as_cars_do() -> None:
    speed = np.diff(PATHS) / TICK  # in widths of a lane a second
    # The steepest the docstring allows: a change within 3 s, by half a wave of a cosine, and weaving of a 5 s period.
    assert 0.4 < np.abs(speed).max() < np.pi / 2 / 3 + 0.15 * 2 * np.pi / 5
    assert np.abs(np.diff(PATHS, 2)).max() / TICK**2 < 1  # smooth: no jump in speed either, and at most 3.5 m/s²
    # Seven of ten change lanes, but we look for less than four seconds: so many are seen well on their way.
    assert np.mean(np.ptp(PATHS, axis=1) > 0.32) == pytest.approx(0.38, abs=0.03)  # weaving alone stays below
    left, right = (PATHS[:, -1] - PATHS[:, 0] < -0.4).mean(), (PATHS[:, -1] - PATHS[:, 0] > 0.4).mean()
    assert left == pytest.approx(right, abs=0.03)
    assert np.bincount(nearest_lane(PATHS[:, 0])) / 5000 == pytest.approx([0.3, 0.4, 0.3], abs=0.05)


def test_a_lane_change_takes_as_long_as_the_commuters_took() -> None:
    """At the steepest point of a change that takes T seconds the speed is π/2/T; its mean tells the mean duration."""
    speed = np.abs(np.diff(PATHS) / TICK)
    here = np.abs(np.abs(PATHS[:, :-1]) - 0.5) < 0.03  # half-way between two lanes
    crossing = speed[here]
    assert np.median(crossing) == pytest.approx(np.pi / 2 / 6.3, rel=0.15)


def test_the_same_seed_gives_the_same_cars() -> None:
    again, other = simulate(5000, seed=7), simulate(5000, seed=8)
    for a, b, c in zip((PATHS, OBSERVED, LANES), again, other):
        assert np.array_equal(a, b)
        assert not np.array_equal(a, c)


@pytest.mark.parametrize("cars", [0, -1])
def test_a_road_without_cars_is_refused(cars: int) -> None:
    with pytest.raises(ValueError, match=f"at least one car; got {cars}"):
        simulate(cars, seed=0)


# The forecasts to beat


def test_nearest_lane_by_hand() -> None:
    positions = np.array([-2.0, -1.2, -0.51, -0.49, 0.0, 0.49, 0.51, 1.0, 1.9])
    assert nearest_lane(positions).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_position_that_is_no_number_is_in_no_lane() -> None:
    with pytest.raises(ValueError, match="position is NaN"):
        nearest_lane(np.array([0, np.nan]))


def test_who_stays_and_who_goes_straight_by_hand() -> None:
    ticks = np.arange(SEEN)
    from_left = -1 + 0.08 * ticks  # now at -0.28, in the middle lane; ten ticks on at 0.52, in the right one
    to_left = 0.3 - 0.05 * ticks  # now at -0.15; ten ticks on at -0.65
    parked = np.full(SEEN, 0.9)
    off = 0.5 + 0.1 * ticks  # far to the right of the road
    seen = np.array([from_left, to_left, parked, off])
    assert stays(seen).tolist() == [1, 1, 2, 2]
    assert goes_straight(seen).tolist() == [2, 0, 2, 2]
    assert goes_straight(seen, ahead=0).tolist() == [1, 1, 2, 2]


def test_the_ruler_takes_the_line_with_the_least_squares() -> None:
    """Against the normal equations, which give slope and height directly when time is counted from its middle."""
    middle = np.arange(SEEN) - (SEEN - 1) / 2
    slope = OBSERVED @ middle / (middle @ middle)
    expected = OBSERVED.mean(axis=1) + slope * ((SEEN - 1) / 2 + AHEAD)
    assert np.array_equal(goes_straight(OBSERVED), nearest_lane(expected))


# The network


def test_the_network_beats_both_and_by_what_the_chapter_says() -> None:
    scores = {"stays": np.mean(stays(OBSERVED) == LANES), "straight": np.mean(goes_straight(OBSERVED) == LANES)}
    assert scores["stays"] == pytest.approx(0.86, abs=0.015)
    assert scores["straight"] == pytest.approx(0.90, abs=0.015)
    networks = [np.mean(trained([SEEN, 32, 3], seed).predict(OBSERVED) == LANES) for seed in range(3)]
    assert min(networks) > scores["straight"] + 0.035
    assert np.mean(networks) == pytest.approx(0.95, abs=0.01)
    # Without a hidden layer, the sums of the positions do not suffice.
    assert np.mean(trained([SEEN, 3], 0).predict(OBSERVED) == LANES) == pytest.approx(0.918, abs=0.01)


def test_a_shorter_ruler_gains_little_as_the_chapter_says() -> None:
    _, seen, lanes = simulate(10_000, seed=0)
    best = max(np.arange(0, AHEAD + 1), key=lambda ahead: np.mean(goes_straight(seen, ahead) == lanes))
    assert 6 <= best <= 9
    gain = np.mean(goes_straight(OBSERVED, best) == LANES) - np.mean(goes_straight(OBSERVED) == LANES)
    assert 0 <= gain < 0.015


def test_probabilities_mean_what_they_say() -> None:
    """Of the forecasts with a probability around p, a share of about p is right."""
    chances = trained([SEEN, 32, 3], seed=1).forward(OBSERVED)[-1]
    right = chances.argmax(axis=1) == LANES
    for low, high in ((0.5, 0.8), (0.8, 0.95), (0.95, 1)):
        these = (chances.max(axis=1) >= low) & (chances.max(axis=1) <= high)
        assert right[these].mean() == pytest.approx(chances.max(axis=1)[these].mean(), abs=0.1)


def test_shuffled_lanes_teach_nothing() -> None:
    assert np.mean(trained([SEEN, 32, 3], seed=0, shuffle=True).predict(OBSERVED) == LANES) < 0.6


def test_false_alarms_on_a_road_where_lane_changes_are_rare_as_the_chapter_says() -> None:
    """One car in 80 crosses a line: 4.44 km between lane changes, at 100 km/h, in two seconds."""
    between = 4440 / (100 / 3.6)  # seconds
    assert between / (AHEAD * TICK) == pytest.approx(80, abs=0.1)
    crosses = stays(OBSERVED) != LANES
    alarm = trained([SEEN, 32, 3], seed=0).predict(OBSERVED) != stays(OBSERVED)
    true, false = alarm[crosses].mean(), alarm[~crosses].mean()
    assert 0.55 < true < 0.75
    assert 0.6 < 79 * false / true < 2  # about as many false alarms as true ones
