"""Strokes, ink, photos, and files of drawings."""
