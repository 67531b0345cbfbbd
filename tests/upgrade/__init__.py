"""Whether a data folder of an earlier commit works with today's code.

    python -m tests.upgrade COMMIT

Not part of the suite, for it checks an earlier commit out: run before a release, and after whatever
moves modules.
"""
