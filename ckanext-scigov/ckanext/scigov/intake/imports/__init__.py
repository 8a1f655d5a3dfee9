"""Imports of spreadsheets and entry by form: entries, data items and rows of what is in no system."""
