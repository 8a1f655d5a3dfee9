"""Rows of a harvested table, on their way into the DataStore under the grade of their entry."""
