# syntax=docker/dockerfile:1

# Made and used as the official redis image: docker run -p 6379:6379 IMAGE [--directive value ... | /path/to/redis.conf]

ARG NODE_VERSION=20

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# A container answers on the network that it was given, so protected mode is off unless it is asked for. It is the default
# that changes, not an argument: whatever a user passes or mounts still wins, and save points stay as they are.
RUN sed -i "/'protected-mode': boolean/,/default:/ s/default: true/default: false/" src/config/directives/network.ts \
    && grep -A 1 "'protected-mode': boolean" src/config/directives/network.ts | grep -q 'default: false' \
    && npm run build \
    && npm prune --omit=dev

FROM node:${NODE_VERSION}-bookworm-slim
# Before redis-tools, which would choose numbers of its own.
RUN groupadd --system --gid 999 redis \
    && useradd --system --uid 999 --gid redis --home-dir /data --shell /usr/sbin/nologin redis \
    && apt-get update \
    && apt-get install -y --no-install-recommends redis-tools \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /data \
    && chown redis:redis /data

COPY --from=build /build/package.json /build/LICENSE /build/redis.conf.example /usr/local/lib/cinnabar/
COPY --from=build /build/node_modules /usr/local/lib/cinnabar/node_modules
COPY --from=build /build/dist /usr/local/lib/cinnabar/dist
RUN ln -s ../lib/cinnabar/dist/main.js /usr/local/bin/cinnabar \
    && ln -s ../lib/cinnabar/dist/main.js /usr/local/bin/redis-server

COPY --chmod=755 <<'EOF' /usr/local/bin/docker-entrypoint.sh
#!/bin/sh
# SKIP_DROP_PRIVS=1 keeps the server running as root; SKIP_FIX_PERMS=1 leaves the owners of the data as they are.
set -e

# Options and a configuration file are for the server.
case "${1:-}" in
  -* | *.conf) set -- redis-server "$@" ;;
esac

is_server() {
  case "$1" in
    redis-server | cinnabar | */redis-server | */cinnabar) return 0 ;;
    *) return 1 ;;
  esac
}

may() {
  setpriv --dump | grep '^Capability bounding set:' | grep -qw "$1"
}

# Only where all of it is the server's own: a folder that holds anything else may be somebody's home.
own_data() {
  foreign="$(find . -mindepth 1 -maxdepth 1 ! -name '*.rdb' ! \( -type d -name appendonlydir \) -print -quit)"
  if [ -n "$foreign" ]; then
    echo "docker-entrypoint: owners stay as they are, since $foreign is not the server's; SKIP_FIX_PERMS=1 skips this" >&2
  else
    find . ! -user 999 -exec chown -h 999:999 '{}' + \
      || echo 'docker-entrypoint: the data does not belong to redis (999) and could not be given to it' >&2
  fi
}

if is_server "${1:-}" && [ -z "${SKIP_DROP_PRIVS:-}" ] && [ "$(id -u)" = 0 ] && may setuid && may setgid; then
  if [ -z "${SKIP_FIX_PERMS:-}" ]; then
    own_data
  fi
  exec setpriv --reuid=999 --regid=999 --clear-groups --nnp --inh-caps=-all "$0" "$@"
fi

# Data is for its owner, unless the container was started with a umask of its own.
if [ "$(umask)" = 0022 ]; then
  umask 0077
fi

exec "$@"
EOF

VOLUME /data
WORKDIR /data
EXPOSE 6379
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
