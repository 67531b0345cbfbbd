"""Who acts: people of the office, and whoever asks for a page, as types."""

from __future__ import annotations

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser, User

Actor: TypeAlias = User
"""Somebody with an account, under whose name a step is taken and written into the trail."""

Visitor: TypeAlias = User | AnonymousUser
"""Whoever asks for a page, signed in or not; rights are asked of either."""
