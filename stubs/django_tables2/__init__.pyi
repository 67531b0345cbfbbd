from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .data import TableListData

class Column:
    def __init__(
        self,
        verbose_name: str | None = ...,
        accessor: str | Callable[..., object] | None = ...,
        empty_values: Sequence[object] | None = ...,
    ) -> None: ...

class OrderByAlias(str):
    @property
    def next(self) -> str: ...

class BoundColumn:
    # As it was given to the table.
    column: Any
    is_ordered: bool
    order_by_alias: OrderByAlias

class BoundColumns:
    def __iter__(self) -> Iterator[BoundColumn]: ...
    def __getitem__(self, index: int | str) -> BoundColumn: ...

class Table:
    columns: BoundColumns
    data: TableListData
    rows: Any
    def __init__(
        self,
        data: TableListData,
        *,
        order_by: Sequence[str] | None = ...,
        extra_columns: Sequence[tuple[str, Column]] | None = ...,
    ) -> None: ...
