"""The syrupy extension that keeps accepted cases: one file a case, mirrored below `snapshots/`.

syrupy discovers nothing of ours, so that it can neither report nor delete it: plain syrupy removes
live snapshots in four situations that happen here (tests/plugin/test_snapshots.py names them).
Orphans are this project's own affair.
"""

from pathlib import Path
from typing import Any

from syrupy.data import SnapshotCollection, SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation

from pytest_verbatim.accepted import same
from pytest_verbatim.snapshotfile import snapshot_folder, stored, write_snapshot


class AcceptedExtension(SingleFileSnapshotExtension):
    """Stores text that was built before, byte for byte, and compares what is to be compared."""

    file_extension = "json"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        """Return the text as it is."""
        return str(data)

    def matches(self, *, serialized_data: Any, snapshot_data: Any) -> bool:
        """Return whether the two hold the same, revision and reason aside."""
        return same(serialized_data, snapshot_data)

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        """Return the folder: the case module's path with `snapshots` in the place of `cases`.

        syrupy asks this of every test of the run, also of those that have nothing to do with us.
        """
        return str(snapshot_folder(Path(test_location.filepath)))

    @classmethod
    def discovery_dirname(cls, *, test_location: PyTestLocation) -> str:
        """Return the folder that syrupy would search; `discover_snapshots` finds nothing in it."""
        return cls.dirname(test_location=test_location)

    @classmethod
    def get_file_basename(cls, *, test_location: PyTestLocation, index: Any) -> str:
        """Return the name of the case."""
        return str(test_location.snapshot_name)

    @classmethod
    def matches_test_location(cls, **_: Any) -> bool:
        """Return True: where a snapshot lies is decided by `dirname` alone."""
        return True

    def discover_snapshots(self, **_: Any) -> SnapshotCollections:
        """Return nothing, so that syrupy never calls a snapshot of ours unused."""
        return SnapshotCollections()

    def read_snapshot_data_from_location(
        self, *, snapshot_location: str, snapshot_name: str, session_id: str
    ) -> str | None:
        """Return the text of a snapshot file without folding its newlines."""
        return stored(Path(snapshot_location))

    @classmethod
    def write_snapshot_collection(
        cls, *, snapshot_collection: SnapshotCollection, name_order: Any = None
    ) -> None:
        """Write the one snapshot of a file: beside it first, then moved into place."""
        text = str(next(iter(snapshot_collection)).data)
        write_snapshot(Path(snapshot_collection.location), text)
