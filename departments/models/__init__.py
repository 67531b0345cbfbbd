"""Models of the directorates; other apps import from here, never from a submodule."""

from .department import Department, DepartmentSuccession

__all__ = ["Department", "DepartmentSuccession"]
