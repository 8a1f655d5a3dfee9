"""What a notice may say, which ways it takes, and how it is written down."""
