"""Rules of what all features share; pure."""
