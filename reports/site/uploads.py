"""One uploaded file, held in memory alone: nothing that a visitor sends touches a disk."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class OneFileInMemory(FileUploadHandler):
    """Keeps the first file of the field `name` and drops every other one unread.

    A file above `most` bytes is not kept; `is_too_large` says so and the rest is read into nothing,
    so that the browser gets an answer and not a broken connection.
    """

    def __init__(self, request: HttpRequest, name: str, most: int) -> None:
        super().__init__(request)
        self.wanted = name
        self.most = most
        self.is_too_large = False
        self._pieces: list[bytes] | None = None
        self._size = 0
        self._is_this = False

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        super().new_file(
            field_name, file_name, content_type, content_length, charset, content_type_extra
        )
        self._is_this = self.field_name == self.wanted and self._pieces is None
        if self._is_this:
            self._pieces = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self._is_this or self._pieces is None:
            return
        self._size += len(raw_data)
        if self._size > self.most:
            self.is_too_large = True
            self._pieces = []
            raise StopUpload(connection_reset=False)
        self._pieces.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if not self._is_this or self._pieces is None:
            return None
        content = b"".join(self._pieces)
        self._pieces = []
        self._is_this = False
        return InMemoryUploadedFile(
            file=io.BytesIO(content),
            field_name=self.field_name,
            name="dosya.pdf",
            content_type="application/pdf",
            size=len(content),
            charset=None,
        )
