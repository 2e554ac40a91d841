"""Texts and pictures that wait for a look: the authority lets them through, or refuses them."""
