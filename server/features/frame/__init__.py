"""The frame of every page for browsers: head, navigation, foot, looks, and what a refusal shows."""
