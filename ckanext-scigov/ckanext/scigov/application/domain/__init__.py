"""Rules of applications, pure: states, steps, clocks, scopes."""
