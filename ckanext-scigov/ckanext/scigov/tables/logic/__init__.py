"""Actions, their schemas and who may call them."""
