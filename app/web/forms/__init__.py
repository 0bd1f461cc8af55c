"""The shape of what is typed in: one module per concept, with the bundle's names of fields."""
