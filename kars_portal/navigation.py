"""Sidebar of the back office: what the apps declare, with the number of open errors."""

from __future__ import annotations

from django.http import HttpRequest

from reports.office.findings.pages import may_see
from reports.office.shared.sidebar import Group, groups
from reports.office.shared.sight import open_error_count


def navigation(request: HttpRequest) -> list[Group]:
    """The groups, with the number of open errors at the findings."""
    number = open_error_count(request.user) if may_see(request.user) else None
    return [
        {
            **group,
            "items": [
                {**item, "badge": number} if item.get("counts_errors") and number else item
                for item in group["items"]
            ],
        }
        for group in groups()
    ]
