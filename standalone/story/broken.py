"""What ends the story early."""


class StoryBroken(Exception):
    """A step did not go as it should; the message says which, what was expected and what came."""


class StoryHindered(StoryBroken):
    """Nothing is wrong with the product: somebody changed what the story builds on, or stopped it."""
