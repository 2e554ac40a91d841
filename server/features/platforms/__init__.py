"""Platform enterprises: SMEs search them, see their plans and the price left to pay."""
