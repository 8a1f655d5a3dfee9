"""What source systems, imports and people give is taken into the catalogue here, by one way in."""
