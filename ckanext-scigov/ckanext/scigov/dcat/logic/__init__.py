"""Actions of the feed, and who may call them."""
