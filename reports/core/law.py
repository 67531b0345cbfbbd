"""Names of the law that several tables and rules rest on."""

from __future__ import annotations

REPORT_REGULATION = "Faaliyet raporları yönetmeliği (RG 22.04.2021/31462)"
"""Kamu İdarelerince Hazırlanacak Stratejik Planlar ve Performans Programları ile Faaliyet
Raporlarına İlişkin Usul ve Esaslar Hakkında Yönetmelik. No article is named: none was compared with
the official text yet.
"""
