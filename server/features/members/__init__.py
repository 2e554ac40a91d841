"""Who acts for a firm: seen and let go by its owner, with the invitations that are open."""
