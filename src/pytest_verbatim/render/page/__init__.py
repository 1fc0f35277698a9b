"""The page of changed examples for a pull request: one HTML file that needs nothing else.

Values in, text out. It holds upstream's code, so that it is an artifact and never committed.
"""

from pytest_verbatim.render.page.document import review_page

__all__ = ["review_page"]
