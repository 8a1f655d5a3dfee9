"""CKAN's side of reporting: actions and who may call them."""
