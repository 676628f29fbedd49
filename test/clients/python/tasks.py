"""A Celery application whose broker and result back end are the server under test."""

import os

from celery import Celery

URL = os.environ["CINNABAR_TEST_URL"]
RESULT_EXPIRES = 600

app = Celery("tasks", broker=f"{URL}/0", backend=f"{URL}/1")
app.conf.update(
    broker_connection_retry_on_startup=True,
    result_expires=RESULT_EXPIRES,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    broker_transport_options={"visibility_timeout": 30},
)
if os.environ["CINNABAR_TEST_SCRIPTS"] == "without":
    # kombu sends scripts for two things only: the lock around its list of unacknowledged messages, which it does not
    # keep without ack_emulation, and the deadlines of queues that expire, as those of control and of events would.
    app.conf.update(
        broker_transport_options={"ack_emulation": False},
        control_queue_expires=None,
        event_queue_expires=None,
    )


@app.task
def add(x, y):
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


@app.task
def fail(text):
    raise ValueError(text)


@app.task(bind=True, max_retries=3, default_retry_delay=0)
def third_time(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    return self.request.retries
