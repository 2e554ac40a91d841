"""What PostgreSQL knows of the live ranking: its log, its differences, its rebuilding."""
