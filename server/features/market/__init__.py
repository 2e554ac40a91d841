"""What SMEs choose from: platforms and plans found, sorted, compared and kept in mind."""
