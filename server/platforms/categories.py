"""Lists the functions by which platforms are browsed."""

from collections.abc import Sequence

from models.platform_file import Category
from server.platforms.schemas import CategoryView
from server.web.replies import Page


def list_categories(categories: Sequence[Category], *, english: bool) -> Page[CategoryView]:
    """All of them on one page, in the order of the notice."""
    return Page(
        [
            CategoryView(
                category.code,
                category.label.in_language(english),
                category.text.in_language(english),
                category.cite,
            )
            for category in categories
        ]
    )
