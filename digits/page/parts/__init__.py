"""What several pages and panels show."""
