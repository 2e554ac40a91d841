"""The line for a pool of money: standing, ranking, locking, figures, repair."""
