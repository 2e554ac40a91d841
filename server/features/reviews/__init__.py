"""Reviews: the work list, taking a review, one review with what to look at twice."""
