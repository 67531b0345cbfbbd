"""Back-office screens of the directorates; importing a module registers its screens."""

from . import base

__all__ = ["base"]
