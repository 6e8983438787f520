from datetime import date

from socialimpact.services.reporting.readiness import readiness
from tests.report.scene_of import LINES, SITES, SUPPLIERS, TAGS
from tests.store_with import OWNER, workspace_with


def test_what_is_open_is_told_with_the_page_where_it_is_mended(tmp_path):
    with workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as ws:
        found = {each.key: each for each in readiness(ws, OWNER, 2025)}
    assert (
        str(found["months"].text)
        == "7 months of 2025 have no line: 01/2025, 04/2025, 08/2025, 09/2025, 10/2025, 11/2025, 12/2025."
    )
    assert found["months"].url == "upload"
    assert "€500" in str(found["possible"].text)
    assert found["no_target"].url == "organisation"


def test_an_old_list_of_a_register_is_told(tmp_path):
    with workspace_with(tmp_path / "home", LINES) as ws:
        with ws.db.write(OWNER) as tx:
            tx.insert("register", {"register_id": 1, "register_key": "x", "name": "Albo", "start_binds": True})
            tx.insert(
                "register_snapshot",
                {"snapshot_id": 1, "register_id": 1, "as_of": date(2020, 1, 1), "sha256": "0", "file": "a.csv",
                 "rows_read": 1, "entries": 1, "set_aside": 0, "imported_by": "t"},
            )  # fmt: skip
        found = {each.key: str(each.text) for each in readiness(ws, OWNER, 2025)}
    assert found["old_list"].startswith("The newest list of Albo is ")
