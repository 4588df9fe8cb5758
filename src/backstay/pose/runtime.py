"""The one place that touches OpenVINO: a compiled network from pictures to arrays, and no telemetry."""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backstay.errors import PoseModelError

# `import openvino` imports its model converter, and that sends an "import" event to Google Analytics without asking.
# The runtime needs neither; where they cannot be imported OpenVINO goes on without them.
for _unwanted in ("openvino.tools.ovc", "openvino_telemetry"):
    sys.modules.setdefault(_unwanted, None)  # type: ignore[arg-type]  # None is Python's own mark for "not to be had"

import openvino as ov  # noqa: E402
from openvino.preprocess import PrePostProcessor  # noqa: E402


class Network:
    """A network on the processor, from one RGB picture to its outputs.

    Attributes:
        size_px: Width and height of the square picture it takes.
    """

    def __init__(
        self, path: Path, *, outputs: tuple[str, ...], black_and_white: tuple[float, float], threads: int | None
    ) -> None:
        """Read and compile a network; everything that no wanted output needs is cut away.

        Args:
            path: A `.tflite` file.
            outputs: Names of the wanted outputs, in the order in which `infer` returns them.
            black_and_white: What black (0) and white (255) become for the network.
            threads: Processor threads; None = all cores.

        Raises:
            PoseModelError: The file cannot be read or compiled.
        """
        try:
            model = ov.Core().read_model(path)
            wanted = [model.output(name) for name in outputs]
            cut = ov.Model(wanted, model.get_parameters(), path.stem)
            compiled = ov.Core().compile_model(_from_picture(cut, black_and_white), "CPU", _settings(threads))
            self._request = compiled.create_infer_request()
        except RuntimeError as error:
            raise PoseModelError(
                f"OpenVINO cannot run {path.name} on this machine: `backstay doctor` says what is broken."
            ) from error
        self.size_px = int(cut.input().shape[1])

    def infer(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """Return the outputs for one uint8 (size, size, 3) picture; they are overwritten by the next call."""
        self._request.set_input_tensor(ov.Tensor(picture[np.newaxis], shared_memory=True))
        self._request.infer()
        return [np.asarray(tensor.data)[0] for tensor in self._request.output_tensors]


def sigmoid(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return 0 to 1 for logits of any size."""
    fractions: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(logits.astype(np.float64), -80.0, 80.0)))
    return fractions


def _from_picture(model: ov.Model, black_and_white: tuple[float, float]) -> ov.Model:
    """Return the network with bytes for input; the change to its own numbers is part of the graph."""
    black, white = black_and_white
    scale = 255.0 / (white - black)
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8)
    steps.input().preprocess().convert_element_type(ov.Type.f32).mean(-black * scale).scale(scale)
    return steps.build()


def _settings(threads: int | None) -> dict[str, str]:
    # f32: in bf16 the world landmarks move by about 100 mm.
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": "1"}
    if threads is not None:
        settings["INFERENCE_NUM_THREADS"] = str(threads)
    return settings
