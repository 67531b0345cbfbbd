from collections.abc import Callable, Iterable
from typing import TypeVar

_View = TypeVar("_View", bound=Callable[..., object])

def action(
    *,
    permissions: Iterable[str] | None = ...,
    description: str | None = ...,
    url_path: str | None = ...,
    icon: str | None = ...,
) -> Callable[[_View], _View]: ...
