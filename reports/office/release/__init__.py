"""The screens of a version's way: freezing, signing, publishing, correcting, printing, council.

Knows publishing and asks it; signs and publishes nothing itself.
"""
