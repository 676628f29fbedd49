"""Runs a Celery worker whose broker and result back end are the server at argv[1], and gives it work."""

import os
import subprocess
import sys

os.environ["CINNABAR_TEST_URL"] = sys.argv[1]

from celery import chain, chord, group  # noqa: E402

from tasks import add, app, fail, third_time, total  # noqa: E402

TIMEOUT = 60


def check_results():
    assert add.delay(2, 3).get(timeout=TIMEOUT) == 5
    results = [add.delay(i, i) for i in range(50)]
    assert [result.get(timeout=TIMEOUT) for result in results] == [2 * i for i in range(50)]


def check_errors():
    result = fail.delay("no such thing")
    try:
        result.get(timeout=TIMEOUT)
        raise AssertionError("the task has not failed")
    except ValueError as error:
        assert str(error) == "no such thing"
    assert result.state == "FAILURE"


def check_canvas():
    assert chain(add.s(1, 2), add.s(10), add.s(100)).apply_async().get(timeout=TIMEOUT) == 113
    assert group(add.s(i, 1) for i in range(10)).apply_async().get(timeout=TIMEOUT) == list(range(1, 11))
    assert chord((add.s(i, i) for i in range(10)), total.s()).apply_async().get(timeout=TIMEOUT) == 90


def check_retries():
    assert third_time.delay().get(timeout=TIMEOUT) == 2


def check_countdown():
    assert add.apply_async((1, 1), countdown=1).get(timeout=TIMEOUT) == 2


def check_remote_control():
    replies = app.control.ping(timeout=10, limit=1)
    assert [list(reply.values()) for reply in replies] == [[{"ok": "pong"}]]


def main():
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "tasks", "worker", "--pool", "solo", "--loglevel", "WARNING"],
        cwd=os.path.dirname(os.path.abspath(__file__)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for check in (check_results, check_errors, check_canvas, check_retries, check_countdown, check_remote_control):
            check()
            print("ok", check.__name__, flush=True)
    finally:
        worker.terminate()
        try:
            _, log = worker.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            worker.kill()
            _, log = worker.communicate()
    for line in log.splitlines():
        assert "Traceback" not in line or "ValueError" in log, log


main()
