"""A ratio is lost when it falls by more than measurements spread; seconds are never compared."""

from pathlib import Path

import pytest

from backstay.errors import StoreError
from backstay.pose import runtime
from backstay.pose.landmarks import LandmarkNetwork
from backstay.speed.regression import (
    KEPT,
    MULTIPLY_ADDS,
    TOLERANCE,
    Ratios,
    changes,
    keep_ratios,
    load_ratios,
    ratios_of,
)
from unit.speed.runs import run


def lost(before, after) -> set[str]:
    return {change.name for change in changes(ratios_of(before), ratios_of(after)) if change.has_lost}


def test_the_same_run_has_lost_nothing() -> None:
    assert lost(run(), run()) == set()


def test_a_slower_machine_has_lost_nothing_against_mediapipe() -> None:
    names = {f"{model} by MediaPipe" for model in ("lite", "full", "heavy")}
    assert not names & lost(run(), run(ours_ms=20.0, theirs_ms=50.0))


def test_what_falls_behind_mediapipe_is_lost() -> None:
    slower = run(ours_ms=10.0 / (1 - TOLERANCE) * 1.05)
    assert lost(run(), slower) >= {"full by MediaPipe", "whole path by network alone"}


def test_a_fall_within_the_spread_is_none() -> None:
    assert lost(run(), run(ours_ms=10.0 / (1 - TOLERANCE) * 0.97)) == set()


def test_a_slower_engine_is_lost() -> None:
    assert lost(run(), run(engine_frames_per_s=20_000.0)) == {"engine frames by million empty loops"}


def test_becoming_faster_loses_nothing() -> None:
    assert lost(run(), run(ours_ms=5.0, engine_frames_per_s=90_000.0)) == set()


def test_without_mediapipe_the_rest_is_compared() -> None:
    compared = changes(ratios_of(run()), ratios_of(run(theirs_ms=None)))
    assert {change.name for change in compared} == {name for name in ratios_of(run()) if "MediaPipe" not in name}


def test_ratios_against_the_limits() -> None:
    ratios = ratios_of(run())
    assert ratios["full by MediaPipe"] == pytest.approx(2.5)
    assert ratios["whole path by network alone"] == pytest.approx(0.8)
    assert ratios["network by arithmetic peak"] == pytest.approx(2 * 0.351349120 / 0.008 / 100)


def test_kept_ratios_come_back(tmp_path: Path) -> None:
    kept = Ratios(machine="one", values=ratios_of(run()))
    keep_ratios(kept, tmp_path / "ratios.json")
    assert load_ratios(tmp_path / "ratios.json") == kept


@pytest.mark.parametrize("content", [None, "", "{", '{"machine": "one"}'])
def test_damaged_ratios_are_said(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ratios.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(StoreError, match=r"ratios\.json: no ratios to compare with"):
        load_ratios(path)


def test_the_kept_ratios_are_those_of_today() -> None:
    assert load_ratios(KEPT).values.keys() == ratios_of(run()).keys()


@pytest.mark.parametrize("model", ["lite", "full", "heavy"])
def test_the_arithmetic_is_counted_on_the_network_itself(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    networks = []
    monkeypatch.setattr(runtime, "_with_kernel", lambda network, _: networks.append(network) or network)
    LandmarkNetwork(model, threads=1)
    counted = 0
    for layer in networks[0].get_ordered_ops():
        if layer.get_type_name() in {"Convolution", "GroupConvolution"}:
            is_apart = layer.get_type_name() == "GroupConvolution"
            weights = list(layer.input(1).get_shape())[2 if is_apart else 1 :]
            outputs = list(layer.output(0).get_shape())
            product = 1
            for size in (*weights, *outputs):
                product *= size
            counted += product
    assert counted == MULTIPLY_ADDS[model]
