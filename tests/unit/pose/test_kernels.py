"""Asking for another kernel changes how a layer is computed, not what comes out, and touches no other layer."""

import numpy as np
import pytest

from backstay.pose import runtime
from backstay.pose.kernels import asking_for, kernel_to_ask_for
from backstay.pose.landmarks import LandmarkNetwork
from backstay.pose.region import region_of_picture

NETWORK = """<layers>
<layer id="1" name="a" type="Convolution"><input><port/></input></layer>
<layer id="2" name="b" type="GroupConvolution"><data/><input><port/></input><output/></layer>
<layer id="3" name="c" type="GroupConvolution"><data/><rt_info><attribute name="kept"/></rt_info><output/></layer>
</layers>"""


def test_only_convolutions_that_keep_channels_apart_ask() -> None:
    first, second, third = asking_for("cpu:one", NETWORK).splitlines()[1:4]
    assert first == NETWORK.splitlines()[1]
    assert second.count('value="cpu:one"') == third.count('value="cpu:one"') == 1
    assert second.index("</rt_info>") < second.index("<input>")
    assert 'name="kept"' in third
    assert third.count("<rt_info>") == 1


def test_the_kernel_changes_only_how_it_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.random.default_rng(7).integers(0, 255, (256, 256, 3), dtype=np.uint8)
    region = region_of_picture((256, 256))
    quick = LandmarkNetwork("lite", threads=1).read(picture, region)
    monkeypatch.setattr(runtime, "kernel_to_ask_for", lambda: None)
    usual = LandmarkNetwork("lite", threads=1).read(picture, region)
    np.testing.assert_allclose(quick.xy_px, usual.xy_px, atol=0.05)
    np.testing.assert_allclose(quick.world_m, usual.world_m, atol=1e-4)


@pytest.mark.skipif(kernel_to_ask_for() is None, reason="OpenVINO's own choice is good on this processor")
def test_the_wish_is_granted() -> None:
    network = LandmarkNetwork("lite", threads=1).network
    layers = network._request.get_compiled_model().get_runtime_model().get_ordered_ops()
    kinds = [str(layer.get_rt_info()["primitiveType"].astype(str)) for layer in layers]
    depthwise = [kind for kind in kinds if "dw" in kind]
    assert depthwise
    assert all(kind.startswith("jit_avx2_dw") for kind in depthwise)
