"""Back-office screens of the directorates; importing a module registers its screens."""

from . import base, free, works

__all__ = ["base", "free", "works"]
