"""Compiled pages read as tags: which branches of a condition stand beside each other."""

import re

# The closing slash, the name, the attributes (values may hold anything but a quote).
_TAG = re.compile(r"<(/?)([\w-]+)((?:\s[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*)?)>")
_FURTHER = re.compile(r"\swx:(?:elif=|else\b)")

Branch = tuple[str, str]
"""Its tag and its attributes."""


def chains(markup: str) -> list[list[Branch]]:
    """Every `wx:if` with its `wx:elif` and `wx:else`, in order."""
    found: list[list[Branch]] = []
    # One entry a level: the chain that the next sibling may go on with.
    levels: list[list[Branch]] = [[]]
    for closing, tag, attributes in _TAG.findall(markup):
        if closing:
            levels.pop()
            continue
        if _FURTHER.search(attributes):
            levels[-1].append((tag, attributes))
        else:
            levels[-1] = [(tag, attributes)] if " wx:if=" in attributes else []
            if levels[-1]:
                found.append(levels[-1])
        if not attributes.rstrip().endswith("/"):
            levels.append([])
    return found
