"""The script that the server runs for every visit.

It lies here and not beside the folder `pages/`: where that folder is next to the script, Streamlit takes an address
for a file in it until the first `st.navigation` of the server's life, and tells the first visitor of `/upload` that
there is no such page.
"""

from __future__ import annotations

from socialimpact.ui import shell

if __name__ == "__main__":
    shell.run()
