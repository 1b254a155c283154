"""Digits: draw a digit, and a small network says what it is, how sure it is, and why."""
