"""The first-come rule: order keys, who is funded, and the shapes of the live ranking."""
