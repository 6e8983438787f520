"""The Streamlit parts that pages share. With `pages/` the only code that knows the screen."""
