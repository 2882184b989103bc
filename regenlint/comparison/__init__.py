"""What each document says of the same things, bound to their items, and where two documents disagree."""
