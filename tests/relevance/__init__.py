"""How well searches find what people look for: judged queries, measured on several systems."""
