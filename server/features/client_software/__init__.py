"""What the mini-program must know before anything else: whom it talks to, and what is taken."""
