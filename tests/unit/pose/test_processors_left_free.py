"""A pose model leaves its process the processors it had, so that several side by side use several."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
import os, threading
import numpy as np
from backstay.pose.landmarks import LandmarkNetwork
allowed, seen, done = os.sched_getaffinity(0), set(), threading.Event()
def watch():
    while not done.wait(0.002):
        seen.add(frozenset(os.sched_getaffinity(os.getpid())))
watching = threading.Thread(target=watch)
network = LandmarkNetwork("lite", threads=1).network
picture = np.zeros((network.size_px, network.size_px, 3), np.uint8)
network.infer(picture)
watching.start()
for _ in range(60):
    network.infer(picture)
done.set()
watching.join()
print(bool(seen) and all(allowed <= each for each in seen))
"""
"""The first thread runs the network; another looks where the first may run.

While it loads, OpenVINO visits each processor to ask what it is: that is over before the watch begins.
"""


@pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) == 1,
    reason="there are no processors to tell apart",
)
def test_a_model_on_one_thread_is_held_to_no_processor() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True, timeout=120)
    assert done.stdout.split()[-1] == "True"
