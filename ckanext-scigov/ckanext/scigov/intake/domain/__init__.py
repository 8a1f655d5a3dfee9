"""Rules of taking in: pure values and tables."""
