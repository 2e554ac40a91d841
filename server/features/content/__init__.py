"""Content security: what others will see is judged when it is written, and held where it is doubtful."""
