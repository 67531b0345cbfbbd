"""The council stage of a published version, and the register of copies that were delivered.

Knows versions and adds to them; changes none.
"""
