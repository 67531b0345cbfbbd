"""Electronic signatures on the frozen PDF: fields, a test authority, signing, and examination.

A library without pages: it knows bytes, certificates and rules, and nothing of reports, users or
requests. `check.check_upload` is what an upload has to pass.
"""
