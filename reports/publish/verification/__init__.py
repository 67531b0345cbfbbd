"""Is this file, or this print-out, a report of the portal?

`judge.judge` gives the verdict on a file for page and command, `codes.look_up` says what a printed
code stands for. Hostile files are opened in a process of its own (`child`), never here. Imports
nothing, so that this process starts without Django.
"""
