"""Rooms on the page: a place in one, and the screen of whoever holds it."""
