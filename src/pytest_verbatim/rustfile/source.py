"""`SourceText`: bytes and lines of a file.

Offsets are 0-based and half-open, lines 1-based and inclusive; lines end at LF alone.
"""

import bisect
import hashlib
import re
from collections.abc import Iterable

from pytest_verbatim.rustfile.item import Lines

BOM = b"\xef\xbb\xbf"


class SourceText:
    """The bytes of a file, by line."""

    def __init__(self, data: bytes, comments: Iterable[tuple[int, int]] = ()) -> None:
        """Take the bytes, which need not be UTF-8, and the offsets of the comments in them."""
        self.data = data
        self._comments = sorted(comments)
        self._line_starts = [0, *(m.end() for m in re.finditer(rb"\n", data))]
        if len(self._line_starts) > 1 and self._line_starts[-1] == len(data):
            self._line_starts.pop()

    def line_of(self, offset: int) -> int:
        """Return the 1-based line that holds the byte at `offset` (0-based)."""
        return bisect.bisect_right(self._line_starts, offset)

    def start_of(self, line: int) -> int:
        """Return the 0-based offset of the first byte of a 1-based line."""
        return self._line_starts[line - 1]

    def end_of(self, line: int) -> int:
        """Return the offset behind a line's last byte, its newline (LF or CRLF) left out."""
        if line >= len(self._line_starts):
            end = len(self.data)
            end -= self.data.endswith(b"\n")
        else:
            end = self._line_starts[line] - 1
        return end - (self.data[end - 1 : end] == b"\r" and self.data[end : end + 1] == b"\n")

    def cut(self, lines: Lines) -> bytes:
        """Return whole lines as they stand, without the newline of the last one."""
        return self.data[self.start_of(lines.first) : self.end_of(lines.last)]

    def newline_after(self, line: int) -> bytes:
        """Return the newline that ends a line: LF or CRLF; LF where the file ends without."""
        return b"\r\n" if self.data[self.end_of(line) :].startswith(b"\r\n") else b"\n"

    def sha256(self, lines: Lines) -> str:
        """Return the digest, in hex, of what `cut` returns."""
        return hashlib.sha256(self.cut(lines)).hexdigest()

    def has_blank_line(self, after: int, before: int) -> bool:
        """Return whether a line between the lines `after` and `before` is white space alone."""
        return any(not self.cut(Lines(n, n)).strip() for n in range(after + 1, before))

    def code_in(self, start: int, end: int) -> str:
        """Return the text of a byte range without comments and white space around it.

        A comment that is only partly in the range stays: cutting there would cut it in two. The
        newline that a `///` comment takes along does not count.
        """
        out, at = b"", start
        for begin, stop in self._comments[bisect.bisect_left(self._comments, (start, 0)) :]:
            if self.data[end:stop].strip():
                break
            out += self.data[at:begin]
            at = stop
        out += self.data[at:end]
        return out.removeprefix(BOM if start == 0 else b"").strip().decode("utf-8", "replace")
