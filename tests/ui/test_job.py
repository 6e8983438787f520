import threading

import pytest

from socialimpact.errors import Cancelled
from socialimpact.language import msg
from socialimpact.ui.job import Job

FIRST = msg("Reading the file")


def test_a_job_returns_what_its_work_returns():
    job = Job(lambda _tell, _stop: 42, FIRST)
    assert job.wait(5)
    assert job.result() == 42


def test_a_job_tells_how_far_it_is():
    reached, go = threading.Event(), threading.Event()

    def work(tell, _stop):
        tell(0.5, msg("Done"))
        reached.set()
        assert go.wait(5)

    job = Job(work, FIRST)
    assert reached.wait(5)
    assert (job.done, str(job.doing), job.running) == (0.5, "Done", True)
    go.set()
    assert job.wait(5)


def test_a_job_raises_what_its_work_raised():
    def work(_tell, _stop):
        raise Cancelled

    job = Job(work, FIRST)
    assert job.wait(5)
    with pytest.raises(Cancelled):
        job.result()


def test_a_job_that_is_asked_to_stop_tells_its_work():
    asked = threading.Event()

    def work(_tell, stop):
        while not stop():
            assert not asked.wait(0.01)
        return "stopped"

    job = Job(work, FIRST)
    assert not job.wait(0.05)
    job.stop()
    assert job.stopping
    assert job.wait(5)
    assert job.result() == "stopped"
