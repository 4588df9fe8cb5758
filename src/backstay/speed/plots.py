"""Two plots for the page: frames a second beside MediaPipe and the limits, and where the time goes."""

from pathlib import Path

from backstay.errors import EngineError
from backstay.pose.weights import LANDMARK_MODELS
from backstay.speed.regression import ratios_of
from backstay.speed.running import MEASURED_MODEL, OURS, THEIRS, Found, Setting

BLUE, GREY, LIGHT = "#2a6f97", "#9a9a9a", "#c9d6df"
WIDTH = 0.38


def draw(found: Found, folder: Path) -> list[Path]:
    """Draw both plots into a folder and return where they are.

    Raises:
        EngineError: Drawing is an extra, which is not installed.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise EngineError("Plots need the extra: pip install 'backstay[plots]'.") from error
    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    return [_rates(found, folder / "speed_rates.png"), _stages(found, folder / "speed_stages.png")]


def _rates(found: Found, path: Path) -> Path:
    """Draw frames per processor second of each model on one processor, and the limits of *full*."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7.5, 3.6), layout="constrained")
    for shift, program, colour in ((-WIDTH / 2, OURS, BLUE), (WIDTH / 2, THEIRS, GREY)):
        settings = [Setting(program=program, model=model, processors=1) for model in LANDMARK_MODELS]
        known = [(place, found.wholes[each]) for place, each in enumerate(settings) if each in found.wholes]
        if known:
            rates = [whole.with_decoding.by_processor for _, whole in known]
            bars = axes.bar([place + shift for place, _ in known], rates, WIDTH, label=program, color=colour)
            axes.bar_label(bars, fmt="%.0f", fontsize=9)
    network = found.limits.inference.by_processor
    place = LANDMARK_MODELS.index(MEASURED_MODEL)
    for rate, name, style in (
        (network, "network alone", "--"),
        (network / ratios_of(found)["network by arithmetic peak"], "its arithmetic at the peak", ":"),
    ):
        axes.hlines(rate, place - 0.45, place + 0.45, color="black", linestyle=style, label=f"{MEASURED_MODEL}: {name}")
    axes.set_xticks(range(len(LANDMARK_MODELS)), LANDMARK_MODELS)
    axes.set_ylabel("frames per processor second")
    axes.set_title("One processor, decoding included", fontsize=11)
    axes.legend(frameon=False, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path


def _stages(found: Found, path: Path) -> Path:
    """Draw what each stage of *full* takes."""
    from matplotlib import pyplot as plt

    names, values = list(found.stages.ms), list(found.stages.ms.values())
    figure, axes = plt.subplots(figsize=(7.5, 3.4), layout="constrained")
    colours = [BLUE if name == "network" else LIGHT for name in names]
    bars = axes.barh(names, values, color=colours)
    axes.bar_label(bars, fmt="%.2f", fontsize=9, padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.08)
    axes.set_xlabel("processor ms a frame")
    axes.set_title(f"Where the time goes: {MEASURED_MODEL}, one processor, {sum(values):.1f} ms a frame", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path
