"""Pure rules on frozen dataclasses: no clock, no I/O, no ORM, standard library only."""
