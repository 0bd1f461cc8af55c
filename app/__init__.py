"""Amends: case management for schools that put harm right. Importing this package starts nothing."""
