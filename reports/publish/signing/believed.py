"""Whom this portal believes: what its settings name."""

from __future__ import annotations

from django.conf import settings

from .trust import Trust, load_trust


def configured_trust() -> Trust | None:
    """The configured roots; None where none is configured, so that nothing can be believed.

    Raises TrustError for a file of the directory that can't be read.
    """
    roots = settings.TRUST_DIR / "roots"
    if not roots.is_dir() or not any(path.is_file() for path in roots.iterdir()):
        return None
    return load_trust(settings.TRUST_DIR)
