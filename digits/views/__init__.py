"""The page's parts, one module a view; besides app.py the only rooms that know Streamlit."""
