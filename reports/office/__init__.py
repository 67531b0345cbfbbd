"""The back office, a folder for each thing that a clerk does.

Knows every wing below; nobody but the apps' screens and kits knows it. Folders stand on each other
in one order (pyproject.toml): what several need is in `shared`.
"""
