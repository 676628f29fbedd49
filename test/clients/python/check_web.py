"""Sessions and caches of Django, Flask and FastAPI, kept in the server at argv[1]."""

import sys
import time
import uuid

URL = sys.argv[1]


def check_django_cache():
    import django
    from django.conf import settings

    settings.configure(
        CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": URL}},
        SESSION_ENGINE="django.contrib.sessions.backends.cache",
        INSTALLED_APPS=["django.contrib.sessions"],
    )
    django.setup()
    from django.core.cache import cache

    cache.set("object", {"a": [1, 2, 3]}, timeout=100)
    assert cache.get("object") == {"a": [1, 2, 3]}
    assert cache.add("object", "other") is False
    cache.set("number", 1)
    assert cache.incr("number", 4) == 5
    assert cache.decr("number") == 4
    cache.set_many({"x": 1, "y": "two"})
    assert cache.get_many(["x", "y", "z"]) == {"x": 1, "y": "two"}
    assert cache.touch("x", 1) is True
    assert cache.has_key("y")
    cache.set("brief", 1, timeout=1)
    time.sleep(1.1)
    assert cache.get("brief") is None
    assert cache.get("x") is None
    cache.delete_many(["y", "object"])
    assert cache.get("object", "gone") == "gone"
    cache.clear()
    assert cache.get("number") is None


def check_django_sessions():
    from importlib import import_module

    engine = import_module("django.contrib.sessions.backends.cache")
    session = engine.SessionStore()
    session["user"] = "ada"
    session.save()
    again = engine.SessionStore(session_key=session.session_key)
    assert again["user"] == "ada"
    again.cycle_key()
    assert engine.SessionStore(session_key=again.session_key)["user"] == "ada"
    assert "user" not in engine.SessionStore(session_key=session.session_key)
    again.flush()


def check_flask_session():
    import redis
    from flask import Flask, session
    from flask_session import Session

    app = Flask("app")
    app.config.update(SESSION_TYPE="redis", SESSION_REDIS=redis.from_url(URL), SECRET_KEY="secret")
    Session(app)

    @app.get("/")
    def count():
        session["count"] = session.get("count", 0) + 1
        return str(session["count"])

    @app.get("/logout")
    def logout():
        session.clear()
        return "bye"

    first, second = app.test_client(), app.test_client()
    assert [first.get("/").text for _ in range(3)] == ["1", "2", "3"]
    assert second.get("/").text == "1"
    first.get("/logout")
    assert first.get("/").text == "1"


def check_fastapi_sessions():
    import json

    import redis.asyncio
    from fastapi import Cookie, FastAPI, Response
    from fastapi.testclient import TestClient

    store = redis.asyncio.from_url(URL, decode_responses=True)
    app = FastAPI()

    @app.post("/login/{name}")
    async def login(name: str, response: Response):
        token = uuid.uuid4().hex
        async with store.pipeline(transaction=True) as pipe:
            await pipe.hset(f"session:{token}", mapping={"user": name, "roles": json.dumps(["admin"])}).expire(
                f"session:{token}", 60
            ).sadd("sessions", token).execute()
        response.set_cookie("session", token)
        return {"ok": True}

    @app.get("/me")
    async def me(session: str | None = Cookie(default=None)):
        return await store.hgetall(f"session:{session}")

    @app.post("/logout")
    async def logout(session: str | None = Cookie(default=None)):
        await store.delete(f"session:{session}")
        return {"left": await store.srem("sessions", session)}

    with TestClient(app) as client:
        client.post("/login/ada")
        assert client.get("/me").json() == {"user": "ada", "roles": '["admin"]'}
        assert client.post("/logout").json() == {"left": 1}
        assert client.get("/me").json() == {}


for check in (check_django_cache, check_django_sessions, check_flask_session, check_fastapi_sessions):
    check()
    print("ok", check.__name__, flush=True)
