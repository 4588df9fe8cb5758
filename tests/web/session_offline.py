"""Run by test_offline in a network namespace of its own: bring loopback up, start the coach, show it a clip."""

import asyncio
import fcntl
import http.client
import json
import socket
import struct
import subprocess
import sys
import time

import cv2
from websockets.asyncio.client import connect

from backstay.media.reading import open_media
from backstay.web.demonstrations import FOLDER
from backstay.web.frames import build_frame
from backstay.web.guard import COOKIE
from backstay.web.wire import PROTOCOL

LOOPBACK_UP = "--loopback-up"
FRAMES = 40
SET_FLAGS, IS_UP = 0x8914, 0x1


def bring_loopback_up() -> None:
    """Switch the namespace's only interface on, as `ip link set lo up` does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", IS_UP))


async def answered(port: int, token: str) -> dict[str, int]:
    """Show the coach the beginning of a clip."""
    with open_media(FOLDER / "wall_angel_front.mp4") as media:
        frames = [frame.image_rgb for frame, _ in zip(media, range(FRAMES), strict=False)]
    headers = {"Cookie": f"{COOKIE}_{port}={token}"}
    seen: list[int] = []
    address, origin = f"ws://127.0.0.1:{port}/ws", f"http://127.0.0.1:{port}"
    async with connect(address, origin=origin, additional_headers=headers) as page:
        await page.send(json.dumps({"type": "join", "protocol": PROTOCOL}))
        for _ in range(2):
            await page.send(json.dumps({"type": "command", "command": "start"}))
        for number, image in enumerate(frames):
            jpeg = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes()
            await page.send(build_frame(number, time.perf_counter(), jpeg))
            while number not in seen:
                sight = json.loads(await page.recv()).get("sight")
                if sight:
                    seen.append(sight["seq"])
    return {"answered": len(seen), "landmarks": len(sight["landmarks"])}


CHECK_IN = {"screen": {"yes": []}, "pain": {"pain": 1, "has_stop_sign": False}}


class Api:
    """The coach's HTTP API as its page asks it."""

    def __init__(self, port: int, token: str) -> None:
        """Connect."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Cookie": f"{COOKIE}_{port}={token}", "Origin": f"http://127.0.0.1:{port}"}

    def get(self, path: str) -> object:
        self._connection.request("GET", path, headers=self._headers)
        return json.load(self._connection.getresponse())

    def post(self, path: str, body: object) -> object:
        headers = {**self._headers, "Content-Type": "application/json"}
        self._connection.request("POST", path, json.dumps(body), headers)
        return json.load(self._connection.getresponse())


def main() -> None:
    """Check in, run the session, and print what came of it."""
    bring_loopback_up()
    command = [sys.executable, "-m", "backstay.cli", "coach", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as coach:
        where, _, token = coach.stdout.readline().partition("The coach is at ")[2].strip().partition("/?token=")
        port = int(where.rpartition(":")[2])
        api = Api(port, token)
        steps = [api.post(f"/api/checkin/{question}", answer) for question, answer in CHECK_IN.items()]
        found: dict[str, object] = {"checked_in": steps[-1]["step"], **asyncio.run(answered(port, token))}
        found["trust"] = api.get("/api/trust")
        found["interfaces"] = [name for _, name in socket.if_nameindex()]
        coach.terminate()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__" and LOOPBACK_UP in sys.argv:
    main()
