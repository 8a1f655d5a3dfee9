"""Applications for access: filed, handled within a clock, decided, and ended (docs/application.md)."""
