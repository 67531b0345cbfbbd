"""Electronic signatures on the frozen PDF.

`pki`, `sign`, `trust`, `examine` and `check` are a library: they know bytes, certificates and
rules, and nothing of reports, users or requests; `check.check_upload` is what an upload has to
pass. `policy`, `state`, `receiving`, `flow` and `jobs` are the way of a report through it. Doesn't
know versions: publishing asks here, never the other way round.
"""
