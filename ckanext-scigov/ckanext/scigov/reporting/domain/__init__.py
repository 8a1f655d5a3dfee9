"""Rules of reporting: the elements, what goes out, what has changed, what a receipt says."""
