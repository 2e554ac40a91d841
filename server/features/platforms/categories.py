"""Lists the functions by which platforms are browsed."""

from collections.abc import Sequence

from models.programme.platform_file import Category
from server.edge.web.replies import Page
from server.features.platforms.schemas import CategoryView


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
