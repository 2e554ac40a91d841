"""Which open tracks of all cities a firm may get, found from what is known of it; told of new ones."""
