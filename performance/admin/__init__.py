"""Back-office screens of performance; importing a module registers its screens."""

from performance.urls import urls
from reports.office.shared.urls import add_urls

from . import cards, plan, results

add_urls(urls)

__all__ = ["cards", "plan", "results"]
