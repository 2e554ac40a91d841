"""Public notices (公示): shown to everybody for N working days, objected to, answered, closed."""
