"""How people and search engines find, cite and take in what everybody may know."""
