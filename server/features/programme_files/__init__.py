"""A programme's files in the browser: checked, read out, proposed, published by a second person."""
