"""The core: year, outline, declared tables, document, checks, delivery, publication, site, print.

It knows years, sections and users; never a directorate or an amount of money.
"""
