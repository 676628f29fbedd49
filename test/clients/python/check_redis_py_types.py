"""Every type of value through redis-py: arguments are the host, the port and the protocol's version."""

import sys
import threading

import redis

HOST, PORT, PROTOCOL = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def connect(**options):
    return redis.Redis(host=HOST, port=PORT, protocol=PROTOCOL, decode_responses=True, **options)


def later(seconds, action):
    timer = threading.Timer(seconds, action)
    timer.start()
    return timer


def check_lists():
    client = connect()
    client.flushdb()
    assert client.rpush("l", "b", "c", "d") == 3
    assert client.lpush("l", "a") == 4
    assert client.lrange("l", 0, -1) == ["a", "b", "c", "d"]
    assert client.lindex("l", -1) == "d"
    assert client.linsert("l", "AFTER", "a", "x") == 5
    assert client.lpos("l", "c") == 3
    assert client.lrem("l", 0, "x") == 1
    assert client.lset("l", 0, "A") is True
    assert client.lmove("l", "m", "LEFT", "RIGHT") == "A"
    assert client.lpop("l", 2) == ["b", "c"]
    assert client.lmpop(2, "none", "l", direction="LEFT") == ["l", ["d"]]
    assert client.lpop("l") is None and client.exists("l") == 0


def check_waiting():
    client, other = connect(), connect()
    client.delete("q", "p", "z")
    timer = later(0.05, lambda: other.rpush("q", "x", "y"))
    assert list(client.blpop(["p", "q"], 5)) == ["q", "x"]
    timer.join()
    assert client.blmove("q", "p", 1) == "y"
    assert client.blpop("q", 0.05) is None
    timer = later(0.05, lambda: other.zadd("z", {"m": 1.5}))
    assert list(client.bzpopmin("z", 5)) == ["z", "m", 1.5]
    timer.join()


def check_hashes():
    client = connect()
    client.flushdb()
    assert client.hset("h", mapping={"name": "Ada", "age": 36}) == 2
    assert client.hgetall("h") == {"name": "Ada", "age": "36"}
    assert client.hmget("h", "name", "none") == ["Ada", None]
    assert client.hincrby("h", "age", 6) == 42
    assert client.hincrbyfloat("h", "age", 0.5) == 42.5
    assert client.hexpire("h", 100, "age", "none") == [1, -2]
    assert client.httl("h", "age", "name") == [100, -1]
    assert client.hpersist("h", "age") == [1]
    client.hset("big", mapping={f"f{i}": i for i in range(2000)})
    assert len(dict(client.hscan_iter("big", count=100))) == 2000
    assert client.hdel("h", "name", "age") == 2
    assert client.hgetall("h") == {}


def check_sets():
    client = connect()
    client.flushdb()
    assert client.sadd("s", "a", "b", "c") == 3
    assert client.sadd("t", "b", "d") == 2
    assert client.smembers("s") == {"a", "b", "c"}
    assert set(client.sinter("s", "t")) == {"b"}
    assert set(client.sdiff("s", "t")) == {"a", "c"}
    assert client.sunionstore("u", "s", "t") == 4
    assert client.sintercard(2, ["s", "t"]) == 1
    assert client.smismember("s", "a", "x") == [1, 0]
    assert client.spop("s") in {"a", "b", "c"}
    client.sadd("big", *range(3000))
    assert len(set(client.sscan_iter("big", count=200))) == 3000


def check_sorted_sets():
    client = connect()
    client.flushdb()
    assert client.zadd("z", {"a": 1, "b": 2.5, "c": float("inf")}) == 3
    pairs = [tuple(pair) for pair in client.zrange("z", 0, -1, withscores=True)]
    assert pairs == [("a", 1.0), ("b", 2.5), ("c", float("inf"))]
    assert client.zrangebyscore("z", "(1", 3) == ["b"]
    assert client.zscore("z", "c") == float("inf") and client.zscore("z", "x") is None
    assert client.zrank("z", "b") == 1 and client.zrevrank("z", "a") == 2
    assert client.zincrby("z", 0.25, "a") == 1.25
    assert client.zadd("z", {"a": 1}, gt=True, ch=True) == 0
    assert "'a', 1.25" in str(client.zpopmin("z"))
    assert client.zunionstore("u", {"z": 2}) == 2 and client.zscore("u", "b") == 5
    assert client.zremrangebyscore("z", 0, 100) == 1
    assert client.zcard("z") == 1


def check_streams():
    client, other = connect(), connect()
    client.flushdb()
    first = client.xadd("x", {"n": 1})
    second = client.xadd("x", {"n": 2}, maxlen=1000)
    assert client.xrange("x") == [(first, {"n": "1"}), (second, {"n": "2"})]
    assert client.xgroup_create("x", "g", id="0") is True
    assert first in str(client.xreadgroup("g", "me", {"x": ">"}, count=1))
    assert client.xpending("x", "g")["pending"] == 1
    assert client.xack("x", "g", first) == 1
    assert client.xinfo_stream("x")["length"] == 2
    timer = later(0.05, lambda: other.xadd("x", {"late": "yes"}))
    assert "late" in str(client.xread({"x": "$"}, block=5000))
    timer.join()
    assert client.xdel("x", first, second) == 2 and client.xlen("x") == 1
    try:
        client.xreadgroup("none", "me", {"x": ">"})
        raise AssertionError("no error")
    except redis.ResponseError as error:
        assert "NOGROUP" in str(error), error


def check_places():
    client = connect()
    client.flushdb()
    client.geoadd("g", (13.361389, 38.115556, "Palermo", 15.087269, 37.502669, "Catania"))
    assert abs(client.geodist("g", "Palermo", "Catania", unit="km") - 166.2742) < 1e-4
    assert client.geosearch("g", longitude=15, latitude=37, radius=100, unit="km") == ["Catania"]
    assert client.geohash("g", "Palermo") == ["sqc8b49rny0"]


def check_sort_and_inspect():
    client = connect()
    client.flushdb()
    client.rpush("l", 3, 1, 2)
    client.mset({"w:1": 9, "w:2": 8, "w:3": 7})
    assert client.sort("l") == ["1", "2", "3"]
    assert client.sort("l", by="w:*", get=["#", "w:*"]) == ["3", "7", "2", "8", "1", "9"]
    assert client.type("l") == "list" and client.object("ENCODING", "l") == "listpack"
    assert client.copy("l", "l2") is True and client.lrange("l2", 0, -1) == ["3", "1", "2"]
    assert set(client.scan_iter(_type="list")) == {"l", "l2"}
    try:
        client.hget("l", "f")
        raise AssertionError("no error")
    except redis.ResponseError as error:
        assert str(error).endswith("Operation against a key holding the wrong kind of value"), error


for name, check in list(globals().items()):
    if name.startswith("check_"):
        check()
        print(f"ok {name}")
