"""Days as an iCalendar file (RFC 5545), for the calendars that people already use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kars_portal.lib.texts import plain

LINE_OCTETS = 75


@dataclass(frozen=True)
class Event:
    """Something due on a day; `uid` stays the same for ever, so that calendars update it."""

    uid: str
    day: date
    title: str
    about: str = ""
    url: str = ""


def as_ics(events: Iterable[Event], *, name: str, made: datetime) -> bytes:
    """The file; `made` is in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Faaliyet Raporu Portali//Takvim//TR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT",
            f"SUMMARY:{_escaped(event.title)}",
        ]
        if event.about:
            lines.append(f"DESCRIPTION:{_escaped(event.about)}")
        if event.url:
            lines.append(f"URL:{event.url}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _escaped(text: str) -> str:
    text = plain(text)
    for found, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(found, written)
    return text


def _folded(line: str) -> Iterable[str]:
    """A line in pieces of at most 75 octets; no letter is cut."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += octets
    yield piece
