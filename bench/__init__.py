"""What it costs: one module a question. Each prints a table and, last, one line of JSON."""
