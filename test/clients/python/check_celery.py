"""Runs a Celery worker whose broker and result back end are the server at argv[1], and gives it work.

argv[2] is "with" or "without": whether Celery and kombu may send scripts (EVALSHA).
"""

import os
import subprocess
import sys

os.environ["CINNABAR_TEST_URL"] = sys.argv[1]
os.environ["CINNABAR_TEST_SCRIPTS"] = sys.argv[2]

from celery import chain, chord, group, uuid  # noqa: E402
from celery.exceptions import TaskRevokedError  # noqa: E402
from celery.result import GroupResult  # noqa: E402
from redis import Redis  # noqa: E402

from tasks import RESULT_EXPIRES, URL, add, app, fail, third_time, total  # noqa: E402

SCRIPTS = sys.argv[2] == "with"
TIMEOUT = 20
broker = Redis.from_url(f"{URL}/0", decode_responses=True)
results = Redis.from_url(f"{URL}/1", decode_responses=True)


def check_results():
    assert add.delay(2, 3).get(timeout=TIMEOUT) == 5
    sent = [add.delay(i, i) for i in range(50)]
    assert [result.get(timeout=TIMEOUT) for result in sent] == [2 * i for i in range(50)]


def check_expiry():
    result = add.delay(1, 2)
    result.get(timeout=TIMEOUT)
    key = f"celery-task-meta-{result.id}"
    assert results.type(key) == "string"
    assert 0 < results.ttl(key) <= RESULT_EXPIRES
    result.forget()
    assert results.exists(key) == 0


def check_errors():
    result = fail.delay("no such thing")
    try:
        result.get(timeout=TIMEOUT)
        raise AssertionError("the task has not failed")
    except ValueError as error:
        assert str(error) == "no such thing"
    assert result.state == "FAILURE"


def check_chain():
    assert chain(add.s(1, 2), add.s(10), add.s(100)).apply_async().get(timeout=TIMEOUT) == 113


def check_group():
    result = group(add.s(i, 1) for i in range(10)).apply_async()
    assert result.get(timeout=TIMEOUT) == list(range(1, 11))
    result.save()
    assert 0 < results.ttl(f"celery-taskset-meta-{result.id}") <= RESULT_EXPIRES
    assert GroupResult.restore(result.id, app=app).join(timeout=TIMEOUT) == list(range(1, 11))


def check_chord():
    assert chord((add.s(i, i) for i in range(10)), total.s()).apply_async().get(timeout=TIMEOUT) == 90


def check_retries():
    assert third_time.delay().get(timeout=TIMEOUT) == 2


def check_countdown():
    assert add.apply_async((1, 1), countdown=1).get(timeout=TIMEOUT) == 2


def check_queues():
    """The worker starts waiting for one more queue; a queue nobody waits for is purged."""
    replies = app.control.add_consumer("another", reply=True, timeout=TIMEOUT, limit=1)
    assert [list(reply.values()) for reply in replies] == [[{"ok": "add consumer another"}]]
    assert add.apply_async((3, 4), queue="another").get(timeout=TIMEOUT) == 7
    for i in range(3):
        add.apply_async((i, i), queue="unheard")
    with app.connection_for_write() as connection:
        assert connection.default_channel.queue_purge("unheard") == 3
    assert broker.exists("unheard") == 0


def check_ping():
    replies = app.control.ping(timeout=TIMEOUT, limit=1)
    assert [list(reply.values()) for reply in replies] == [[{"ok": "pong"}]]


def check_revoke():
    task_id = uuid()
    replies = app.control.revoke(task_id, reply=True, timeout=TIMEOUT, limit=1)
    assert ["ok" in answer for reply in replies for answer in reply.values()] == [True]
    result = add.apply_async((1, 1), task_id=task_id)
    try:
        result.get(timeout=TIMEOUT)
        raise AssertionError("the task has run")
    except TaskRevokedError:
        assert result.state == "REVOKED"


def check_restored():
    """A worker that is told to end gives back the message that it holds for later."""
    task_id = add.apply_async((1, 1), countdown=3600).id
    scheduled = []
    while not scheduled:
        answers = app.control.inspect(timeout=TIMEOUT, limit=1).scheduled()
        scheduled = [entry["request"]["id"] for entries in answers.values() for entry in entries]
    assert scheduled == [task_id]
    assert broker.llen("celery") == 0
    assert broker.hlen("unacked") == (1 if SCRIPTS else 0)
    log = stop_worker()
    assert broker.llen("celery") == 1
    assert task_id in broker.lindex("celery", 0)
    assert broker.exists("unacked", "unacked_index") == 0
    # What `fail` raises is all that may have gone wrong.
    assert log.count("Traceback") == log.count("ValueError: no such thing") == 1, log
    assert "unknown command" not in log, log


def check_no_scripts():
    """On a server that has scripts, its statistics tell; one that has none would have failed a check above."""
    ran = broker.info("commandstats")
    assert "cmdstat_brpop" in ran
    assert [name for name in ran if name.startswith(("cmdstat_eval", "cmdstat_script"))] == []


CHECKS = [
    check_results,
    check_expiry,
    check_errors,
    check_chain,
    check_group,
    *([check_chord] if SCRIPTS else []),  # The result back end counts a chord's parts in a script.
    check_retries,
    check_countdown,
    check_queues,
    check_ping,
    check_revoke,
    check_restored,
    *([] if SCRIPTS else [check_no_scripts]),
]

worker = subprocess.Popen(
    [sys.executable, "-m", "celery", "-A", "tasks", "worker", "--pool", "solo", "--loglevel", "WARNING"],
    cwd=os.path.dirname(os.path.abspath(__file__)),
    stdout=subprocess.DEVNULL,
    stderr=subprocess.PIPE,
    text=True,
)


def stop_worker():
    """Ends the worker if it runs, and returns what it has logged."""
    worker.terminate()
    try:
        return worker.communicate(timeout=30)[1]
    except subprocess.TimeoutExpired:
        worker.kill()
        return worker.communicate()[1]


try:
    for check in CHECKS:
        check()
        print("ok", check.__name__, flush=True)
finally:
    if not worker.stderr.closed:
        print(stop_worker(), file=sys.stderr)
