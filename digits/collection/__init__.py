"""Drawings that people let us keep, in a database."""
