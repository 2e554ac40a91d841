"""Where the files of this folder lie, and their text."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
CHECKOUT = FOLDER.parent
PROGRAMMES = FOLDER / "programmes"
TEMPLATE = FOLDER / "programme_template"
CATEGORIES = FOLDER / "categories.toml"
FACTS = FOLDER / "facts.toml"
PAPERS = FOLDER / "papers.toml"
RETURN_REASONS = FOLDER / "return_reasons.toml"
HOLIDAYS = FOLDER / "holidays"
WECHAT = FOLDER / "wechat.toml"
PRIVACY = FOLDER / "privacy"
HELD_WORDS = FOLDER / "held_words.toml"
