"""What ends the story early."""


class StoryBroken(Exception):
    """A step did not go as it should; the message says which, what was expected and what came."""
