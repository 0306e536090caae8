"""The judges of chapter 5: what is right passes however it is written, and what is wrong is told what is wrong."""

import math

from utils.exercises import mnist as check
from utils.models import load_recogniser, report_cnn

import keras
import numpy as np
from conftest import Verdict


def test_smaller_kernels(verdict: Verdict) -> None:
    by_hand = (9 + 1) * 8 + (9 * 8 + 1) * 16 + (5 * 5 * 16 + 1) * 128 + (128 + 1) * 10
    assert verdict(check.smaller_kernels, by_hand) == "Right."
    assert verdict(check.smaller_kernels, np.int64(by_hand)) == "Right."
    assert "Begin with the sizes of the maps" in verdict(check.smaller_kernels, None)
    assert "not 4 × 4; pooling drops a last row" in verdict(check.smaller_kernels, 80 + 1168 + 32_896 + 1290)
    assert "has a bias too" in verdict(check.smaller_kernels, by_hand - 8 - 16 - 128 - 10)
    assert "looks at all 8 channels" in verdict(check.smaller_kernels, by_hand - 1168 + (9 + 1) * 16)
    assert "37,610 is not what Keras counts; how large are the maps" in verdict(check.smaller_kernels, 37_610)
    assert "first dense layer are not 6 × 6" in verdict(
        check.smaller_kernels, 80 + 1168 + (6 * 6 * 16 + 1) * 128 + 1290
    )
    assert "kernels of the first convolution are 3 × 3" in verdict(check.smaller_kernels, by_hand - 80 + 208)
    assert "kernels of the second convolution are 3 × 3" in verdict(check.smaller_kernels, by_hand - 1168 + 3216)
    left_out = {"first convolution": 80, "second convolution": 1168, "first dense layer": 51_328, "last layer": 1290}
    for layer, parameters in left_out.items():
        assert f"the {layer}" in (told := verdict(check.smaller_kernels, by_hand - parameters))
        assert "is left out" in told


def test_mean_loss(verdict: Verdict) -> None:
    assert verdict(check.mean_loss, math.log(2), 1) == "Right."
    assert verdict(check.mean_loss, 0.693, 1.0) == "Right."
    assert "natural logarithm, still None" in verdict(check.mean_loss, None, None)
    assert "base-2 logarithm, still None" in verdict(check.mean_loss, 0.693, None)
    assert "that is the sum" in verdict(check.mean_loss, 3 * math.log(2), 3)
    assert "a loss has a minus" in verdict(check.mean_loss, -0.693, 1)
    assert "base-2 logarithm 1.5 is not right" in verdict(check.mean_loss, 0.693, 1.5)  # the mean of two
    assert "natural logarithm 1 is not right; that is the other logarithm" in verdict(check.mean_loss, 1, 0.693)
    assert "base-2 logarithm 0.693 is not right; that is the other" in verdict(check.mean_loss, 0.693, 0.693)


def test_first_steps(verdict: Verdict) -> None:
    sgd, adam = [-0.0005, -0.000005, 0.02], [-0.001, -0.001, 0.001]
    assert verdict(check.first_steps, sgd, adam) == "Right."
    assert verdict(check.first_steps, np.array(sgd), tuple(adam)) == "Right."
    assert "SGD: three numbers are asked" in verdict(check.first_steps, None, None)
    assert "SGD: three numbers are asked" in verdict(check.first_steps, [None] * 3, [None] * 3)
    assert "SGD with the slope 0.5 does not move the weight by 0.0005; downhill" in verdict(
        check.first_steps, [0.0005, 0.000005, -0.02], adam
    )
    assert "Adam with the slope 0.5 does not move the weight by −0.0005; what does it" in verdict(
        check.first_steps, sgd, sgd
    )
    assert "Adam with the slope −20 does not move the weight by −0.001; downhill" in verdict(
        check.first_steps, sgd, [-0.001, -0.001, -0.001]
    )


def shifted(z: np.ndarray, label: int) -> float:
    z = z - z.max()
    return np.log(np.exp(z).sum()) - z[label]


def test_stable(verdict: Verdict) -> None:
    assert verdict(check.stable, shifted) == "Right."
    assert verdict(check.stable, lambda z, label: float(np.logaddexp.reduce(z) - z[label])) == "Right."
    assert "it says None" in verdict(check.stable, lambda _z, _label: None)
    naive = verdict(check.stable, lambda z, label: -np.log(np.exp(z)[label] / np.exp(z).sum()))
    assert "for the logits 1000, 0, 0 and the label 0 it says nan" in naive
    clipped = verdict(check.stable, lambda z, label: -np.log(max(np.exp(-shifted(z, label)), 1e-7)))
    assert "for the logits 1000, 0, 0 and the label 1 it says 16.1181" in clipped
    absolute = verdict(check.stable, lambda z, label: shifted(z - abs(z).max() + z.max(), label))
    assert absolute == "Right."  # shifted itself takes the largest off
    small = verdict(check.stable, lambda z, label: np.log(np.exp(z - 1000).sum()) + 1000 - z[label])
    assert "for the logits 2, 1, 0 and the label 0 it says −inf" in small
    bits = verdict(check.stable, lambda z, label: shifted(z, label) / math.log(2))
    assert "for the logits 2, 1, 0 and the label 0" in bits
    assert "stops with IndexError" in verdict(check.stable, lambda z, label: z[label + 3])


def test_precision_and_recall(verdict: Verdict) -> None:
    def right(counts: np.ndarray) -> tuple:
        return counts.diagonal() / counts.sum(axis=0), counts.diagonal() / counts.sum(axis=1)

    assert verdict(check.precision_and_recall, right) == "Right."
    assert verdict(check.precision_and_recall, lambda c: [list(part) for part in right(c)]) == "Right."
    assert "the precision of class 0 is" in verdict(check.precision_and_recall, lambda c: right(c)[::-1])
    assert "the precision of class 0 is" in verdict(check.precision_and_recall, lambda c: (right(c)[1],) * 2)
    assert "the recall of class 0 is" in verdict(check.precision_and_recall, lambda c: (right(c)[0],) * 2)
    assert "two arrays are asked" in verdict(check.precision_and_recall, lambda _: None)
    assert "its shape is ()" in verdict(check.precision_and_recall, lambda c: (c.trace() / c.sum(), 1))


def keep(losses: list[float], patience: int, strict: bool = True) -> tuple[int, int]:
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best] or (not strict and losses[epoch] == losses[best]):
            best = epoch
        if epoch - best >= patience:
            return best + 1, epoch + 1
    return best + 1, len(losses)


def test_early_stopping(verdict: Verdict) -> None:
    assert verdict(check.early_stopping, keep) == "Right."
    assert "two epochs are asked" in verdict(check.early_stopping, lambda _losses, _patience: None)
    last = verdict(check.early_stopping, lambda losses, patience: (keep(losses, patience)[1],) * 2)
    assert "for the losses 0.9, 0.5, 0.4, 0.45, 0.5, 0.6, 0.7 and patience 2, it keeps the weights of epoch 3" in last
    best = verdict(
        check.early_stopping, lambda losses, patience: (int(np.argmin(losses)) + 1, keep(losses, patience)[1])
    )
    assert "and patience 2, it keeps the weights of epoch 4; your function says 7" in best
    all_of_it = verdict(check.early_stopping, lambda losses, patience: (keep(losses, patience)[0], len(losses)))
    assert "it ends after epoch 5; your function says 7" in all_of_it
    counted_from_0 = verdict(check.early_stopping, lambda *run: tuple(np.array(keep(*run)) - 1))
    assert "it keeps the weights of epoch 3; your function says 2" in counted_from_0
    one_more = verdict(check.early_stopping, lambda losses, patience: keep(losses, patience + 1))
    assert "it ends after epoch 5; your function says 6" in one_more
    lenient = verdict(check.early_stopping, lambda losses, patience: keep(losses, patience, strict=False))
    assert "for the losses 0.2, 0.2, 0.2, 0.1 and patience 2, it keeps the weights of epoch 1" in lenient


def test_slim(verdict: Verdict) -> None:
    assert verdict(check.slim, report_cnn()) == "Not yet: this network has 37,610 parameters; at most 10,000 are asked"
    assert "39,630 parameters" in verdict(check.slim, load_recogniser())
    inputs = keras.Input((28, 28, 1))
    lazy = keras.Model(inputs, keras.layers.Dense(10)(keras.layers.Flatten()(inputs)))
    for weights in lazy.weights:
        weights.assign(np.zeros(weights.shape))
    assert "it reads 9.8% of the validation images; 97.5 % are asked" in verdict(check.slim, lazy)
