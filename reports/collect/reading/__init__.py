"""The one reader: bytes of a file → typed cells, whatever program wrote them and however named.

`files.read_file` is the door. The bytes decide what a file is, never its name; everything that
parses a stranger's bytes runs in a confined process. Nothing here knows what a table of the report
is: that is `reports.collect.recognising`.
"""
