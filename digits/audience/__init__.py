"""What a room full of people does: the challenge."""
