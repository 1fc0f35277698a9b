"""A real terminal for tests: a program runs in it, keys are typed, what it shows is read."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE_S = 30
"""A program that shows nothing for so long will not show it any more."""


class Terminal:
    """A program in a pseudo-terminal of 100 columns."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        """Start the program."""
        self.shown = ""
        self._seen = 0
        self._pid, self._handle = pty.fork()
        if self._pid == 0:  # the child
            os.chdir(folder)
            os.execve(  # noqa: S606  (a program of ours)
                command[0], list(command), {"COLUMNS": "100", "LINES": "40", **env}
            )

    def wait_for(self, text: str) -> str:
        """Return what was shown since the last time, up to and with a text."""
        while text not in self.shown[self._seen :]:
            assert self._read(), f"{text!r} was not shown; there was:\n{self.shown[self._seen :]}"
        end = self.shown.index(text, self._seen) + len(text)
        found, self._seen = self.shown[self._seen : end], end
        return found

    def type(self, keys: str) -> None:
        """Type some keys."""
        os.write(self._handle, keys.encode())

    def status(self) -> int:
        """Return the exit status, once the program has ended; what it showed last is read."""
        while self._handle >= 0 and self._read():
            pass
        ended, status = os.waitpid(self._pid, os.WNOHANG)
        for _ in range(PATIENCE_S * 10):
            if ended:
                break
            time.sleep(0.1)
            ended, status = os.waitpid(self._pid, os.WNOHANG)
        assert ended, f"it goes on; there was:\n{self.shown[self._seen :]}"
        self._pid = 0
        return os.waitstatus_to_exitcode(status)

    @property
    def is_cooked(self) -> bool:
        """Return whether lines are edited and shown by the terminal, as a shell wants it."""
        local = int(termios.tcgetattr(self._handle)[3])
        return bool(local & termios.ICANON) and bool(local & termios.ECHO)

    def resize(self, columns: int) -> None:
        """Make the terminal as wide, and say so to the program."""
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self._pid, number)

    def hang_up(self) -> None:
        """Close this end, as a window does that is closed."""
        os.close(self._handle)
        self._handle = -1

    def kill(self) -> None:
        """Kill the program."""
        self.signal(signal.SIGKILL)

    def close(self) -> None:
        """Kill the program if it still runs."""
        if self._pid:
            self.kill()
            os.waitpid(self._pid, 0)
            self._pid = 0
        if self._handle >= 0:
            os.close(self._handle)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._handle], [], [], PATIENCE_S)
        if not ready:
            return False
        try:
            data = os.read(self._handle, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)
