"""Plotly figures and small drawings from tables: pure functions of data, palette and language."""
