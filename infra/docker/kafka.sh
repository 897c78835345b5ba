#!/bin/sh
# Runs inside the broker's container. The image's own start script knows no SCRAM users, so this gives a new data folder its cluster id and
# the users their passwords, then starts the broker. A format that was cut short is done again.
set -eu
data=/var/lib/kafka/data
if [ ! -f "$data/formatted" ]; then
  rm -rf "$data/log"
  java @/run/tieout/format.args
  touch "$data/formatted"
fi
exec /opt/kafka/bin/kafka-server-start.sh /run/tieout/server.properties
