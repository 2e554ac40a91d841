"""What is done on the page of a new batch, and what is read off it."""

from pathlib import Path

from playwright.async_api import Page


async def choose(page: Page, label: str, file: Path) -> None:
    box = page.locator(".box").filter(has=page.get_by_text(label, exact=True))
    await box.locator("input[type=file]").set_input_files(file)


async def figures(page: Page) -> list[str]:
    return await page.locator(".counts dd").all_inner_texts()


def sent_offset(headers: dict[str, str]) -> list[int]:
    offset = headers.get("upload-offset")
    return [] if offset is None else [int(offset)]
