"""Falsehoods for the injection bench: built from prose that is held true, and false by themselves.

Shares no word list, no list of names and no code with the checks of `pytest_verbatim`; what it
knows of the source it reads with its own small lexer.
"""
