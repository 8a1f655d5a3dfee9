"""CKAN's side of notices: actions and who may call them."""
