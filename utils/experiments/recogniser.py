"""How good the recogniser is, and how sure it may be: `python -m utils.experiments.recogniser`, up to two hours.

Two things are stored. `recogniser.csv` has what five networks, trained as the shipped one is, reach on the test sets,
with six looks at each picture and with one.
`held-back.npz` has what the shipped one finds on the parts held back from its training, and on drawings that are no
digits: threshold and temperature can be chosen there, and no test set is touched.
"""

from typing import Any

from utils.assets import FOLDER, asset, record
from utils.data import load_mnist, load_pen_digits
from utils.examples import SMALL, drawn, mnist, pen_strokes, pens
from utils.experiments import store
from utils.letters import letters
from utils.models import SURE, evidence, load_recogniser, prepare, six_looks, sureness
from utils.styles import no_digit
from utils.train import train

import keras
import numpy as np
import tensorflow as tf

SEEDS = range(5)
SIGNS = 1000  # drawings of the kinds that were learned as "none of these", drawn anew


def main() -> None:
    """Train five networks and store what the module says."""
    _, (images, labels) = load_mnist()
    _, (points, pen_labels) = load_pen_digits()
    rng = np.random.default_rng(0)
    pictures = np.array([drawn(pen_strokes(digit), rng) for digit in points])[..., np.newaxis]
    rows: list[dict[str, Any]] = []
    for seed in SEEDS:
        network = train(seed)
        tells, tells_at_once = evidence(six_looks(network)), evidence(network)
        row: dict[str, Any] = {"seed": seed}
        for name, x, y in [("mnist", prepare(images), labels), ("pens", pictures, pen_labels)]:
            z = tells.predict(x, batch_size=500, verbose=0)
            row[name] = round(float((z.argmax(axis=1) == y).mean()), 4)
            row[f"{name}_declined"] = round(float((sureness(z).max(axis=1) <= SURE).mean()), 4)
            once = tells_at_once.predict(x, batch_size=500, verbose=0)
            row[f"{name}_one_look"] = round(float((once.argmax(axis=1) == y).mean()), 4)
        rows.append(row)
        print(row, flush=True)
    store("recogniser.csv", rows, "python -m utils.experiments.recogniser", keras, tf, np)

    tells = evidence(load_recogniser())
    found = {name: tells.predict(x, batch_size=500, verbose=0).astype(np.float32) for name, x in held_back().items()}
    np.savez_compressed(FOLDER / "held-back.npz", **found)
    record("held-back.npz")


def held_back() -> dict[str, np.ndarray]:
    """Pictures (n, 28, 28, 1) that no recogniser has learned from: 5,000 of MNIST, 994 pen digits, 160 printed letters,
    and 1,000 signs and scribbles, drawn anew, of the kinds that it has met."""
    rng = np.random.default_rng(0)
    sets = {
        "mnist": mnist(held_back=True)[0] / np.float32(255),
        "pens": np.array([drawn(pen_strokes(digit), rng, SMALL) for digit in pens(held_back=True)[0]]),
        "letters": letters()[0],
        "signs": np.array([drawn(no_digit(rng), rng, SMALL) for _ in range(SIGNS)]),
    }
    return {name: pictures[..., np.newaxis] for name, pictures in sets.items()}


def load_held_back() -> dict[str, np.ndarray]:
    """The evidence (n, 10) that was found, with six looks, for each set of `held_back`.

    Raises FileNotFoundError or ValueError if the file is missing or damaged.
    """
    with np.load(asset("held-back.npz")) as file:
        return {name: file[name] for name in file.files}


if __name__ == "__main__":
    main()
