"""A document as people and programs read it: editions, prints, downloads, findings in words.

Knows an edition and writes nothing; doesn't know how a version comes about, who signs it, or which
site shows it.
"""
