"""The page: the only room, besides app.py, that imports Streamlit."""
