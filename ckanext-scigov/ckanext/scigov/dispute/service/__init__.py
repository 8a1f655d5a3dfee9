"""The only writers of the tables of disputes. They flush, never commit; ``steps.take`` takes every step."""
