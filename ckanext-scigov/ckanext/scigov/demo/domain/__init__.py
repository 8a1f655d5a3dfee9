"""Pure part of the demonstration catalogue: what the shipped files say and what becomes of them."""
