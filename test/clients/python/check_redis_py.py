"""Uses a server through redis-py as it comes from its registry: python check_redis_py.py HOST PORT PROTOCOL"""

import sys
import time

import redis

HOST, PORT, PROTOCOL = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def connect(**options):
    return redis.Redis(host=HOST, port=PORT, protocol=PROTOCOL, **options)


def check_connection():
    client = connect(db=3, client_name="my-app")
    assert client.ping() is True
    info = client.client_info()
    assert info["name"] == "my-app" and int(info["db"]) == 3 and info["resp"] == str(PROTOCOL), info
    assert info["lib-name"].startswith("redis-py") and info["lib-ver"], info
    assert client.client_getname() in ("my-app", b"my-app")
    assert connect().client_id() > 0
    assert connect(decode_responses=True).echo("hello") == "hello"


def check_strings():
    client = connect(decode_responses=True)
    client.flushdb()
    assert client.set("k", "värde", ex=100) is True
    assert client.get("k") == "värde"
    assert client.ttl("k") == 100
    assert client.set("k", "x", nx=True) is None
    assert client.set("k", "new", get=True) == "värde"
    assert client.getex("k", px=50_000) == "new"
    assert client.append("k", "!") == 4
    assert client.getrange("k", 0, 1) == "ne"
    assert client.setrange("k", 5, "z") == 6
    assert client.incrby("n", 41) == 41
    assert client.incrbyfloat("n", 0.5) == 41.5
    assert client.mset({"a": "1", "b": "2"}) is True
    assert client.mget("a", "none", "b") == ["1", None, "2"]
    assert client.msetnx({"a": "0", "c": "0"}) is False
    assert client.getdel("a") == "1"
    assert client.strlen("b") == 1
    client.mset({"one": "ohmytext", "two": "mynewtext"})
    assert client.lcs("one", "two") == "mytext"
    assert client.lcs("one", "two", len=True) == 6


def check_binary():
    client = connect()
    key, value = bytes([0, 255, 13, 10]), bytes(range(256))
    client.set(key, value)
    assert client.get(key) == value
    assert client.delete(key) == 1


def check_keys():
    client = connect(decode_responses=True)
    client.flushdb()
    client.set("a", 1)
    assert client.expire("a", 100, nx=True) is True
    assert client.expireat("a", 33_177_117_420) is True
    assert client.expiretime("a") == 33_177_117_420
    assert client.persist("a") is True
    assert client.pttl("a") == -1
    assert client.copy("a", "b") is True
    assert client.rename("b", "c") is True
    assert sorted(client.keys("*")) == ["a", "c"]
    assert client.type("a") == "string"
    assert client.object("ENCODING", "a") == "int"
    assert client.touch("a", "c", "d") == 2
    assert client.unlink("a", "c") == 2
    assert client.dbsize() == 0
    client.set("short", 1, px=20)
    while client.get("short") is not None:
        time.sleep(0.005)


def check_transactions():
    client, other = connect(decode_responses=True), connect()
    with client.pipeline() as pipe:
        assert pipe.set("t", 1).incr("t").get("t").execute() == [True, 2, "2"]
        pipe.watch("t")
        other.set("t", "changed")
        pipe.multi()
        pipe.set("t", "lost")
        try:
            pipe.execute()
            raise AssertionError("the transaction went through")
        except redis.WatchError:
            pass
    assert client.get("t") == "changed"


def check_pipeline():
    client = connect()
    pipe = client.pipeline(transaction=False)
    for i in range(5000):
        pipe.set(f"p{i}", i).get(f"p{i}")
    results = pipe.execute()
    assert len(results) == 10_000
    assert results[0::2] == [True] * 5000
    assert results[1::2] == [str(i).encode() for i in range(5000)]


def check_scan():
    client = connect(db=5, decode_responses=True)
    client.flushdb()
    client.mset({f"scan:{i}": 1 for i in range(1000)})
    assert len(set(client.scan_iter(match="scan:*", count=50))) == 1000
    assert set(client.scan_iter(_type="list")) == set()


def check_server():
    client = connect(decode_responses=True)
    info = client.info()
    assert int(info["redis_version"].split(".")[0]) >= 7 and info["loading"] == 0
    assert info["role"] == "master" and info["maxmemory_policy"] == "noeviction"
    assert client.config_set("maxmemory", "100mb") is True
    assert client.config_get("maxmem*")["maxmemory"] == "104857600"
    client.config_set("maxmemory", 0)
    assert client.command_getkeys("MSET", "a", 1, "b", 2) == ["a", "b"]
    commands = client.command()
    assert "get" in commands and client.command_count() == len(commands)
    assert abs(client.time()[0] - time.time()) < 100
    assert client.client_list()
    assert client.memory_usage("nokey") is None


def check_errors():
    client = connect()
    client.set("text", "abc")
    for command, words in [
        (("INCR", "text"), "value is not an integer or out of range"),
        (("NOSUCH", "a"), "unknown command 'NOSUCH', with args beginning with: 'a' "),
        (("SET", "k", "v", "EX", "0"), "invalid expire time in 'set' command"),
    ]:
        try:
            client.execute_command(*command)
            raise AssertionError(f"no error for {command}")
        except redis.ResponseError as error:
            assert str(error) == words, error


def check_reconnect():
    client, killer = connect(), connect()
    before = client.client_id()
    assert killer.client_kill_filter(_id=str(before)) == 1
    assert client.ping() is True
    assert client.client_id() != before


for name, check in list(globals().items()):
    if name.startswith("check_"):
        check()
        print(f"ok {name}")
