"""Rules of disputes, pure: states, steps, clocks, targets, who sees what, notes on data."""
