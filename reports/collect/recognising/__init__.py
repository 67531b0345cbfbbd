"""The one recogniser: a sheet of cells → rows of a table of the report, or what stands against it.

Nothing is decided that changes an amount: where cells can be read in two ways, both readings are
given and a person chooses. What is set aside is listed. Nothing here writes, or knows a model: a
table is its `Target`s.
"""
