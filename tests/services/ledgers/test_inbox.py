import io
import os
import stat
import time
import zipfile

import pytest

from socialimpact.actor import Actor, local_owner
from socialimpact.errors import NotAllowed
from socialimpact.services.ledgers import inbox
from socialimpact.services.workspace import open_workspace


@pytest.fixture
def ws():
    with open_workspace() as opened:
        yield opened


def test_a_received_file_is_whole_and_its_owners_only(ws):
    path = inbox.receive(ws, local_owner(), io.BytesIO(b"a;b\n1;2\n"))
    assert path.read_bytes() == b"a;b\n1;2\n"
    assert path.is_relative_to(ws.home.path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_put_away_is_gone_and_may_be_put_away_again(ws):
    path = inbox.receive(ws, local_owner(), io.BytesIO(b"x"))
    inbox.put_away(path)
    inbox.put_away(path)
    assert not path.exists()


def test_half_a_file_is_not_kept(ws):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - whatever the source raises comes through
        inbox.receive(ws, local_owner(), Broken())
    assert list((ws.home.path / "incoming").iterdir()) == []


def test_what_a_killed_process_left_goes_after_a_day(ws):
    old, young = (inbox.receive(ws, local_owner(), io.BytesIO(b"x")) for _ in range(2))
    day_before_yesterday = time.time() - 2 * 24 * 3600
    os.utime(old, (day_before_yesterday, day_before_yesterday))
    inbox.receive(ws, local_owner(), io.BytesIO(b"y"))
    assert not old.exists()
    assert young.exists()


def test_a_viewer_hands_nothing_in(ws):
    with pytest.raises(NotAllowed):
        inbox.receive(ws, Actor("anna", "viewer"), io.BytesIO(b"x"))


def test_single_invoices_become_one_batch_that_is_known_again(ws):
    files = {"b.xml": b"<b/>", "a.xml.p7m": b"signed"}
    batches = [
        inbox.receive_invoices(ws, local_owner(), [(name, io.BytesIO(files[name])) for name in order]).read_bytes()
        for order in (("b.xml", "a.xml.p7m"), ("a.xml.p7m", "b.xml"))
    ]
    assert batches[0] == batches[1]
    with zipfile.ZipFile(io.BytesIO(batches[0])) as batch:
        assert {name: batch.read(name) for name in batch.namelist()} == files


def test_files_of_one_name_are_all_in_the_batch(ws):
    path = inbox.receive_invoices(ws, local_owner(), [("../a.xml", io.BytesIO(b"1")), ("x/a.xml", io.BytesIO(b"2"))])
    with zipfile.ZipFile(path) as batch:
        assert sorted(map(batch.read, batch.namelist())) == [b"1", b"2"]
        assert all("/" not in name for name in batch.namelist())


def test_a_batch_that_cannot_be_written_leaves_nothing(ws):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - as above
        inbox.receive_invoices(ws, local_owner(), [("a.xml", Broken())])
    assert list((ws.home.path / "incoming").iterdir()) == []
