"""Pure rules of tables: encodings, columns, types, tokens, problems."""
