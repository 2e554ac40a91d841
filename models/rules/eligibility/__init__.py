"""Whether an applicant qualifies: typed facts, conditions, and the words for both."""
