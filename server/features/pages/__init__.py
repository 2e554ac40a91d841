"""Public pages for browsers: drawn from the same use cases as the API's answers, without any script."""
