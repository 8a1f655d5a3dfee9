"""The templates of papers, and a sample to fill them with."""
