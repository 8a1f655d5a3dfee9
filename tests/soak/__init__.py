"""A whole site under readers and writers for minutes: ``./scigov test --soak``."""
