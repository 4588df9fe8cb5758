"""What holds for every test: no network, the same examples every time, and data outside the repository is optional."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

SHARED = Path(__file__).parents[2] / "shared"
LOOPBACK = ("127.", "::1", "localhost")

settings.register_profile("backstay", derandomize=True, deadline=None)
settings.load_profile("backstay")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="store what the replay tests find as the new truth")


@pytest.fixture
def is_rewriting_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether stored results are to be rewritten rather than compared with."""
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of clips beside the repository; what needs it is skipped elsewhere."""
    if not SHARED.is_dir():
        pytest.skip(f"there is no {SHARED.name} folder beside the repository")
    return SHARED


@pytest.fixture(autouse=True, scope="session")
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep whatever a test keeps away from the user's own data folder and database."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKSTAY_DATA", str(folder))
        patch.delenv("BACKSTAY_DATABASE_URL", raising=False)
        yield folder


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Fail whatever connects to another machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _on_this_machine_only(getattr(socket.socket, name)))
        yield


def _on_this_machine_only(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != getattr(socket, "AF_UNIX", None) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test reached for the network: {address}")
        return connect(self, address)

    return guarded
