"""A chart on a page: one picture with one name, whether or not its version has a narrow drawing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from reports.core.charts import narrow_key

from . import sample
from .markup import Outline

pytestmark = pytest.mark.django_db

CHARTS = "/2024/grafikler/"
VEGA = sample.DRAWING.replace("<svg ", '<svg role="graphics-document" ')


def figure(client: Client) -> str:
    html = client.get(CHARTS).content.decode()
    assert Outline(html).problems == []
    found = re.search(r'<figure class="chart".*?</figure>', html, re.S)
    assert found
    return found[0]


def test_both_drawings_are_one_picture(client: Client) -> None:
    wide, narrow = sample.CHART.id, narrow_key(sample.CHART.id)
    # Of bytes of its own: a process keeps what it has read by these.
    sample.publish(sample.document(stated=()), drawings={wide: VEGA, narrow: VEGA})

    html = figure(client)

    assert html.count("<svg ") == html.count('aria-hidden="true" focusable="false"') == 2
    assert html.count(' role="') == html.count(' role="img"') == 1
    assert "<title>" not in html
    named = re.search(r'aria-labelledby="([^"]+)" aria-describedby="([^"]+)"', html)
    assert named
    assert f'id="{named[1]}">{sample.CHART.title}<' in html
    assert f'id="{named[2]}">{sample.CHART.description}<' in html
    assert "tabindex" not in html


def test_a_version_with_the_wide_one_alone_scrolls_and_says_so(client: Client) -> None:
    # Of other bytes than the one above: a process keeps what it has read by these.
    sample.publish(sample.document(headlines=()))

    html = figure(client)

    assert html.count("<svg ") == html.count('role="img"') == 1
    region = re.search(r'tabindex="0" role="region" aria-labelledby="([^"]+)"', html)
    assert region
    title, hint = region[1].split()
    assert f'id="{title}">{sample.CHART.title}<' in html
    assert f'id="{hint}">Çizim yana kaydırılarak görülür.<' in html
