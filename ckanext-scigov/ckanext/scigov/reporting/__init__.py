"""The Chinese channel: the catalogue in the 13 core elements of 发改高技〔2017〕1272号."""
