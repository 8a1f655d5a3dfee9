"""The catalogue schema: ckanext-scheming YAML, presets and vocabularies."""
