"""What a room full of people does: the challenge, and rooms in which all draw along."""
