"""Claims on a pool and the slots of firms: who is funded, decided under row locks."""
