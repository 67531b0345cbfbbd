from collections.abc import Callable, Sequence
from typing import IO

from mammoth.documents import Document

class Message:
    type: str
    message: str

class Result:
    value: str
    messages: Sequence[Message]

def convert_to_html(
    fileobj: IO[bytes],
    transform_document: Callable[[Document], Document] | None = None,
    id_prefix: str | None = None,
    include_embedded_style_map: bool = ...,
    external_file_access: bool = ...,
) -> Result: ...
