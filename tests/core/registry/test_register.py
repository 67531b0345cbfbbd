"""The registry takes each kit once, before it is read, and no name twice."""

from __future__ import annotations

import pytest

from reports.core.registry import AppKit, Dataset, RegistryError, kits, register, store


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry at its beginning; the portal's own comes back afterwards."""
    monkeypatch.setattr(store, "_kits", {})
    monkeypatch.setattr(store, "_closed", False)


def table(name: str, slug: str) -> Dataset:
    return Dataset(id=name, slug=slug, title=name, section="I.A", columns=(), rows=lambda _year: ())


@pytest.mark.usefixtures("empty")
def test_kits_keep_the_order_of_the_apps() -> None:
    for name in ("first", "second", "third"):
        register(AppKit(app=name))

    assert [kit.app for kit in kits()] == ["first", "second", "third"]


@pytest.mark.usefixtures("empty")
def test_an_app_registers_once() -> None:
    register(AppKit(app="first"))

    with pytest.raises(RegistryError, match="first registered twice"):
        register(AppKit(app="first"))


@pytest.mark.usefixtures("empty")
def test_who_comes_after_the_first_reader_is_refused() -> None:
    register(AppKit(app="first"))
    kits()

    with pytest.raises(RegistryError, match="late: the registry is closed"):
        register(AppKit(app="late"))


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("other", "mark"), [(("a.one", "iki"), "id a.one"), (("b.two", "bir"), "slug bir")]
)
def test_no_table_takes_the_name_or_the_address_of_another(
    other: tuple[str, str], mark: str
) -> None:
    register(AppKit(app="a", datasets=(table("a.one", "bir"),)))
    register(AppKit(app="b", datasets=(table(*other),)))

    with pytest.raises(RegistryError, match=f"b: dataset {mark} declared twice"):
        kits()
