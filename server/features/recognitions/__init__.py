"""Public lists of who was recognised: entered by a decision, reviewed again, withdrawn."""
