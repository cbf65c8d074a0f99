"""Files as they arrive: written to the disk piece by piece, and no further once there is too much of them."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES, MOST_IN_ALL = 200_000_000, 2_000_000_000
"""Of one file; of all the files of a request."""


class Bounded(FileUploadHandler):
    """Stands before the handlers that keep: past the limit nothing more is passed on to them.

    The form is read to its end, so that the page can say what happened. Such a file comes out empty, with the size it
    was found to have: one past the limit at least.
    """

    def __init__(self, request: object = None) -> None:
        super().__init__(request)  # type: ignore[arg-type]  # Django gives a request or nothing
        self._all = self._one = 0

    def new_file(self, *given: object, **named: object) -> None:
        """Another file of the form begins."""
        super().new_file(*given, **named)  # type: ignore[arg-type]  # as Django names them
        self._one = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """A piece, passed on while there is room; None keeps it from whoever stands behind."""
        self._one += len(raw_data)
        self._all += len(raw_data)
        return None if self._too_much else raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """The end of a file: an empty one in the place of too large a one, else those behind say what it is."""
        if not self._too_much:
            return None
        size = max(file_size, MOST_BYTES + 1)
        return UploadedFile(BytesIO(), self.file_name, self.content_type, size, self.charset)

    @property
    def _too_much(self) -> bool:
        return self._one > MOST_BYTES or self._all > MOST_IN_ALL
