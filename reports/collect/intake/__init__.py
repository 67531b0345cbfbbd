"""A file's rows on their way into an entry sheet: filled in, shown, taken as a whole, taken back.

Reading and recognising know no row of the portal; the sheets know no file. This room brings both
together: what a file says is put over the rows as if it had been typed, and goes the sheets' way.
"""
