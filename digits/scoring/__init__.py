"""Scores files of labelled drawings."""
