"""One key at a time from a terminal, or a line; it is left as it was found, whatever happens."""

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

try:
    import termios
    import tty
except ImportError:  # not on every system
    HAS_KEYS = False
else:
    HAS_KEYS = True

_UNWANTED = {getattr(signal, name) for name in ("SIGINT", "SIGTERM") if hasattr(signal, name)}
"""What may not come while the terminal is set back."""
_ESCAPE = b"\x1b"
_SEQUENCE_S = 0.05
"""So soon after ESC the rest of a sequence follows; a person is slower."""
_PASTE_ON, _PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"
"""Between these a terminal sends what is pasted as a sequence, not as keys."""
_Handler = Callable[[int, FrameType | None], object] | int | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key: the character, ESC for all that send a sequence, "" at the end of input.

    `is_ahead` says that it was typed before the prompt stood there.
    """

    key: str
    is_ahead: bool = False


def pressed(prompt: str) -> Pressed:
    """Return the key that is pressed at a prompt."""
    if not HAS_KEYS:
        print(prompt, end="", flush=True)
        return Pressed(sys.stdin.readline()[:1].strip())
    stream = sys.stdin.fileno()
    paste_on, paste_off = ("", "") if is_dumb() else (_PASTE_ON, _PASTE_OFF)

    def ask() -> None:
        tty.setcbreak(stream, termios.TCSANOW)
        print(f"{prompt}{paste_on}", end="", flush=True)

    with kept_modes(paste_off) as give_back, _handled(give_back, ask):
        tty.setcbreak(stream, termios.TCSANOW)
        is_ahead = _waits(stream, 0)
        ask()
        key = _character(stream)
    print(key if key.isprintable() else "", flush=True)
    return Pressed(key, is_ahead)


def typed_line(prompt: str) -> str | None:
    """Return the line that is typed at a prompt, None where the input ends or ctrl-C is pressed.

    `input()` may sleep through a ctrl-C that comes at once.
    """
    data = b""
    try:
        print(prompt, end="", flush=True)
        while not data.endswith(b"\n"):
            more = os.read(sys.stdin.fileno(), 4096)
            if not more:
                return None
            data += more
    except (KeyboardInterrupt, OSError):
        return None
    return data.decode("utf-8", "replace")


def is_dumb() -> bool:
    """Return whether the terminal knows no escape sequences."""
    return os.environ.get("TERM", "") in {"", "dumb"}


@contextmanager
def kept_modes(last: str = "") -> Iterator[Callable[[], None]]:
    """Set the terminal back to the modes that it has now, with `last` written before.

    Gives what does so, for those who cannot wait for the end.
    """
    stream = sys.stdin.fileno()
    modes = termios.tcgetattr(stream) if HAS_KEYS else None

    def give_back() -> None:
        if modes is None:
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _UNWANTED)  # a second ctrl-C, say
        try:
            with suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(stream, termios.TCSADRAIN, modes)
            with suppress(OSError):
                print(last, end="", flush=True)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    try:
        yield give_back
    finally:
        give_back()


def drop_typed() -> None:
    """Forget what was typed and not read yet."""
    if HAS_KEYS:
        with suppress(termios.error):
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


@contextmanager
def _handled(give_back: Callable[[], None], ask: Callable[[], None]) -> Iterator[None]:
    """End in order where a signal would end us; give the terminal back while we are stopped."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    def stop(_number: int, _frame: FrameType | None) -> None:
        give_back()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, stop)
        signal.signal(signal.SIGCONT, go_on)
        ask()

    def go_on(_number: int, _frame: FrameType | None) -> None:
        ask()

    wanted: dict[int, _Handler] = {
        signal.SIGTERM: end,
        signal.SIGHUP: end,
        signal.SIGTSTP: stop,
        signal.SIGCONT: go_on,
    }
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _character(stream: int) -> str:
    """Return a character, of however many bytes; "" where the input has ended."""
    try:
        data = os.read(stream, 1)
        while data and _is_begun(data) and _waits(stream, _SEQUENCE_S):
            data += os.read(stream, 1)
        if data == _ESCAPE:  # an arrow sends several characters, letters among them
            while _waits(stream, _SEQUENCE_S) and os.read(stream, 1024):
                pass
    except OSError:  # the other end is closed
        return ""
    return data.decode("utf-8", "replace")


def _is_begun(data: bytes) -> bool:
    """Return whether bytes are the beginning of a longer character of UTF-8."""
    lead = data[0]
    size = 1 + (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0)
    return len(data) < size


def _waits(stream: int, seconds: float) -> bool:
    return bool(select.select([stream], [], [], seconds)[0])
