"""Keys that take each other's place: what still uses which, and the jobs that move it on."""
