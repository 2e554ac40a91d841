"""Platform enterprises: found by SMEs, with their plans and the price that remains to pay."""
