"""Back-office screens of the directorates; importing a module registers its screens."""

from . import base, duties, free, works

__all__ = ["base", "duties", "free", "works"]
