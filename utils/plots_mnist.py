"""The figures of the chapter on the MNIST network."""

from utils.plots import INK, LOOK

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

PALE = "#bdb7aa"  # what is there for comparison
OTHER = "#6f6a60"  # the second of two curves


def show_logarithms() -> Figure:
    """What a probability costs: its logarithm to base 2 and its natural one, both with a minus."""
    p = np.linspace(0.005, 1, 400)
    figure, axis = plt.subplots(figsize=(6.4, 3.0))
    axis.plot(p, -np.log2(p), color=OTHER, linestyle="--")
    axis.plot(p, -np.log(p), color=INK)
    axis.text(0.19, 2.6, "base 2, in bits", color=OTHER)
    axis.text(0.03, 1.0, "natural", color=INK)
    axis.axvline(0, color=PALE, linewidth=1)
    axis.set(xlabel="probability given to the right digit", ylabel="loss", xlim=(-0.01, 1.01), ylim=(0, 6))
    return figure


def show_rates(rates: pd.DataFrame, defaults: dict[str, float]) -> Figure:
    """A panel for each optimiser: the share of errors after the last epoch by learning rate, a ring round Keras's own.

    `rates` has a row for each optimiser, rate and epoch, with its validation_accuracy.
    """
    last = rates[rates["epoch"] == rates["epoch"].max()]
    figure, axes = plt.subplots(3, 2, figsize=(5, 6), sharex=True, sharey=True)
    for axis, (name, rows) in zip(axes.flat, last.groupby("optimizer", sort=False)):
        errors = 100 * (1 - rows.set_index("rate")["validation_accuracy"])
        axis.plot(errors, color=INK, marker="o", markersize=4)
        rate = defaults[str(name)]
        axis.plot(rate, errors[rate], marker="o", markersize=11, markerfacecolor="none", color=LOOK, markeredgewidth=2)
        axis.set(title=name, xscale="log", xticks=[0.001, 0.01, 0.1, 1], xticklabels=["0.001", "0.01", "0.1", "1"])
        _percents(axis)
    _name_the_axes(axes, "learning rate", "errors (%)")
    return figure


def show_race(races: pd.DataFrame, best: dict[str, float], x: str = "epoch") -> Figure:
    """A panel for each optimiser: the share of errors by `x`, "epoch" or "seconds", the five seeds and their mean.

    `races` has a row for each optimiser, rate, seed and epoch. Dark is an optimiser with the rate in `best`, dashed
    with the other one that was raced; the pale band behind them holds the means of all at their best.
    """
    errors = races.assign(errors=100 * (1 - races["validation_accuracy"]))
    means = errors.groupby(["optimizer", "rate", "epoch"], sort=False)[["errors", "seconds"]].mean().reset_index()
    chosen = means[means["rate"] == means["optimizer"].map(best)].groupby("epoch")
    figure, axes = plt.subplots(3, 2, figsize=(5, 6), sharex=True, sharey=True)
    for axis, name in zip(axes.flat, best):
        axis.fill_between(chosen[x].mean(), chosen["errors"].min(), chosen["errors"].max(), color=PALE, alpha=0.6, lw=0)
        for rate in sorted(means[means["optimizer"] == name]["rate"].unique()):
            suits = rate == best[name]
            style = {"color": INK} if suits else {"color": OTHER, "linestyle": "--"}
            runs = errors[(errors["optimizer"] == name) & (errors["rate"] == rate)]
            axis.scatter(runs[x], runs["errors"], s=7, color=style["color"], zorder=3)
            mean = means[(means["optimizer"] == name) & (means["rate"] == rate)]
            axis.plot(mean[x], mean["errors"], **style)
            place = runs[x].max() + 0.04 * races[x].max(), mean["errors"].iloc[-1]
            axis.text(*place, f"{rate:g}", va="top" if suits else "bottom", color=style["color"])
        axis.axhline(10, color=PALE, linewidth=0.8, linestyle=":")  # where the scale changes
        axis.set(title=name, ylim=(0.75, 150))
        axis.set_yscale("function", functions=(_stretched, _even))
        axis.set_yticks([1, 2, 3, 5, 10, 100], labels=["1", "2", "3", "5", "10", "100"])
    axes[0, 0].set_xlim(right=1.3 * races[x].max())
    _name_the_axes(axes, x if x == "epoch" else "seconds of one core", "errors (%)")
    return figure


def _stretched(errors: np.ndarray) -> np.ndarray:
    """A scale for errors in per cent that is logarithmic up to 10, and squeezed to a third above."""
    logs = np.log10(np.maximum(errors, 1e-9))
    return np.where(logs <= 1, logs, 1 + (logs - 1) / 3)


def _even(heights: np.ndarray) -> np.ndarray:
    return 10.0 ** np.where(heights <= 1, heights, 1 + 3 * (heights - 1))


def show_overfitting(runs: pd.DataFrame) -> Figure:
    """A panel for each setting: the loss on the images learned from and on those held back, by step, and all seeds."""
    settings = list(runs.groupby(["images", "dropout"], sort=False))
    figure, axes = plt.subplots(1, len(settings), figsize=(7.2, 3.2), sharey=True)
    for axis, ((images, dropout), rows) in zip(axes, settings):
        for _, run in rows.groupby("seed"):
            axis.plot(run["steps"], run["training_loss"], color=INK, linewidth=0.8, linestyle="--")
            axis.plot(run["steps"], run["validation_loss"], color=LOOK, linewidth=0.8)
        mean = rows.groupby("steps")["validation_loss"].mean()
        axis.plot(mean.idxmin(), mean.min(), marker="o", markersize=9, color=LOOK)
        axis.set(
            title=f"{images:,} images,\ndropout {dropout:g}", xlabel="steps", xticks=[0, 1000, 2000], ylim=(0, 0.5)
        )
    axes[0].set_ylabel("loss")
    axes[0].text(700, 0.29, "validation", color="#8a5f00")
    axes[0].text(700, 0.03, "training", color=INK)
    return figure


def show_recall(recall: pd.DataFrame) -> Figure:
    """The recall of each digit, a column of `recall`: dots for the seeds, its rows, and a line at their mean."""
    figure, axis = plt.subplots(figsize=(5.4, 3.0))
    beside = np.linspace(-0.28, 0.28, len(recall))  # from left to right, so that equal dots do not hide each other
    for digit, shares in zip(range(10), recall.to_numpy().T):
        axis.scatter(digit + beside, 100 * shares, s=20, color=INK, linewidth=0)
        axis.plot([digit - 0.36, digit + 0.36], [100 * shares.mean()] * 2, color=LOOK, linewidth=3, zorder=0)
    axis.set(xlabel="digit", ylabel="recall (%)", xticks=recall.columns)
    axis.tick_params(axis="x", length=0)
    return figure


def _percents(axis: Axes) -> None:
    axis.set(yscale="log", yticks=[1, 2, 5, 10, 20, 50], yticklabels=["1", "2", "5", "10", "20", "50"], ylim=(0.5, 160))
    axis.minorticks_off()


def _name_the_axes(axes: np.ndarray, x: str, y: str) -> None:
    for axis in axes[-1]:
        axis.set_xlabel(x)
    for axis in axes[:, 0]:
        axis.set_ylabel(y)
