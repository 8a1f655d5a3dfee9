"""CKAN's side of drafts: actions and who may call them."""
