"""The only writers of the tables of applications. They flush, never commit; ``steps.take`` takes every step."""
