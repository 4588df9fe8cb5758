"""What left this machine: every connection this program opens is looked at, and those to elsewhere are counted."""

import ipaddress
import sys
from collections.abc import Callable

import psutil

from backstay.web.wire import Trust

LOCAL_NAMES = frozenset({"", "localhost", "None"})
HOW = (
    "Every connection that this program opens is noted as it is opened, and its open connections are looked at each "
    "time this is shown. It listens on this machine's own address only. The page may load nothing from elsewhere: its "
    "security policy, which the browser enforces, forbids it. What the browser itself does is not in this count."
)


class ConnectionCount:
    """Counts connections to other machines since it was made; there is one in a program."""

    def __init__(self) -> None:
        """Begin to count; Python has no way to take such a hook out again."""
        self._elsewhere: set[str] = set()
        self._count = 0
        sys.addaudithook(self._heard)

    def trust(self) -> Trust:
        """Return what left this machine."""
        for address in open_elsewhere():
            self._add(address)
        return Trust(connections_elsewhere=self._count, says=self._says(), how=HOW)

    def _says(self) -> str:
        """Return the line that the page shows."""
        if not self._count:
            return "0 bytes left this machine."
        return f"Connections to other machines were seen: {', '.join(sorted(self._elsewhere))}."

    def _add(self, address: str) -> None:
        """Count one connection; one that stays open is counted once."""
        self._count += address not in self._elsewhere
        self._elsewhere.add(address)

    def _heard(self, event: str, details: tuple[object, ...]) -> None:
        """Hear Python open a connection, send a datagram, or ask for a name."""
        if event in {"socket.connect", "socket.sendto"}:
            address = details[1]
            if isinstance(address, tuple) and address and not is_here(str(address[0])):
                self._add(str(address[0]))
        elif event == "socket.getaddrinfo" and not is_here(str(details[0])):
            self._add(str(details[0]))


def is_here(address: str) -> bool:
    """Return whether an address or a name is this machine itself.

    Example:
        >>> is_here("127.0.0.1"), is_here("192.168.1.2"), is_here("example.org")
        (True, False, False)
    """
    if address in LOCAL_NAMES:
        return True
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def open_elsewhere(connections: Callable[[], list[str]] | None = None) -> list[str]:
    """Return the other ends, on other machines, of this program's open connections."""
    return [address for address in (connections or _other_ends)() if not is_here(address)]


def _other_ends() -> list[str]:
    """Return the other end of each open internet connection; none where the system does not tell."""
    try:
        found = psutil.Process().net_connections(kind="inet")
    except psutil.Error:
        return []
    return [each.raddr.ip for each in found if len(each.raddr)]
