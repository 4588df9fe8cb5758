"""The one place that touches OpenVINO: a compiled network from pictures to arrays, and no telemetry."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import numpy as np
from numpy.typing import NDArray

from backstay.errors import PoseModelError
from backstay.pose.kernels import asking_for, kernel_to_ask_for

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
            quick = _with_kernel(_from_picture(cut, black_and_white), kernel_to_ask_for())
            self._request = ov.Core().compile_model(quick, "CPU", _settings(threads)).create_infer_request()
        except RuntimeError as error:
            raise PoseModelError(
                f"OpenVINO cannot run {path.name} on this machine: `backstay doctor` says what is broken."
            ) from error
        self.size_px = int(cut.input().shape[1])
        self._outputs = [np.asarray(tensor.data)[0] for tensor in self._request.output_tensors]

    def infer(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """Return the outputs for one uint8 (size, size, 3) picture; they are overwritten by the next call."""
        self._request.set_input_tensor(ov.Tensor(picture[np.newaxis], shared_memory=True))
        self._request.infer()
        return self._outputs


def matrix_product(side: int) -> Callable[[], None]:
    """Return what multiplies two square matrices on one processor: nothing here does more arithmetic in a second."""
    matrix = ov.opset13.parameter([side, side], ov.Type.f32)
    product = ov.opset13.matmul(matrix, np.ones((side, side), np.float32), False, False)  # noqa: FBT003 - transposed?
    compiled = ov.Core().compile_model(ov.Model([product], [matrix], "product"), "CPU", _settings(1))
    request = compiled.create_infer_request()
    request.set_input_tensor(ov.Tensor(np.ones((side, side), np.float32)))
    return cast(Callable[[], None], request.infer)


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


def _with_kernel(model: ov.Model, kernel: str | None) -> ov.Model:
    """Return a network that asks for a kernel. A wish can be put into its text only, so it goes through a file.

    Sums are then taken in another order: landmarks move by less than 0.02 pixels of the crop, and 0.02 mm.
    """
    if kernel is None:
        return model
    with TemporaryDirectory(prefix="backstay-") as folder:
        text, weights = Path(folder) / "network.xml", Path(folder) / "network.bin"
        ov.save_model(model, text, compress_to_fp16=True)  # nothing is lost: the published weights are 16-bit floats
        return ov.Core().read_model(asking_for(kernel, text.read_text()).encode(), weights.read_bytes())


def _settings(threads: int | None) -> dict[str, str]:
    # f32: in bf16 the world landmarks move by about 100 mm.
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": "1"}
    # Unasked, OpenVINO holds a single thread to the first processor: programs side by side would all share that one.
    settings["ENABLE_CPU_PINNING"] = "NO"
    if threads is not None:
        settings["INFERENCE_NUM_THREADS"] = str(threads)
    return settings
