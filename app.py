"""The entry point: `streamlit run app.py`.

The server imports this file once and finds `app`: the page's language, security headers, and the script that is run
for every visit. Run as a script itself, as Streamlit's tests do, it draws that visit.
"""

from __future__ import annotations

if __name__ == "__main__":
    from socialimpact.ui import shell

    shell.run()
else:
    import gc

    from streamlit import App

    from socialimpact.ui.errors import on_script_error
    from socialimpact.ui.server import MIDDLEWARE, VISIT

    # A page makes tens of thousands of small objects and drops them: looked over less often, it is drawn sooner.
    gc.set_threshold(50_000, 20, 20)

    app = App(VISIT, middleware=MIDDLEWARE, on_script_error=on_script_error)
