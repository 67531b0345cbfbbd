from collections.abc import Iterator, Sequence
from typing import Any

from . import Table

class TableListData:
    data: list[Any]
    table: Table
    def __init__(self, data: list[Any]) -> None: ...
    def __iter__(self) -> Iterator[Any]: ...
    def order_by(self, aliases: Sequence[str]) -> None: ...
