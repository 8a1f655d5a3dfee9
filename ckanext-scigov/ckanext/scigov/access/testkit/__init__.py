"""The test kit: people, entries and a clock for acceptance checks, on a site under test only."""
