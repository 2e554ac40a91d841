"""Which of the two languages an answer is written in: Chinese unless English is preferred."""


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def prefers_english(accept_language: str | None) -> bool:
    """True if `Accept-Language` ranks English above Chinese (RFC 9110, 12.5.4)."""
    if not accept_language:
        return False
    best = {"en": 0.0, "zh": 0.0}
    for item in accept_language[:256].split(","):
        tag, _, parameters = item.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in best:
            best[language] = max(best[language], _quality(parameters) if parameters else 1.0)
    return best["en"] > best["zh"]
