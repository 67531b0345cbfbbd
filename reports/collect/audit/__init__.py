"""The audit trail: every change of a row is on record with who, when, how, before, after, why.

Whoever writes rows from a page, a job or a command says how with `recording`. The rest follows
from the models: they are recorded unless `registration` names them as exceptions.
"""

from .context import Channel, recording

__all__ = ["Channel", "recording"]
