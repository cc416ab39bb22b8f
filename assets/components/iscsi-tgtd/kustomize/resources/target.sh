# lioadm speaks to the kernel itself, and both would want port 3260.
set -eu
if [ "$HELPER" != tgtadm ]; then
  exec sleep infinity
fi
# tgtd forgets its targets when it ends; Cinder keeps a file of each. Until all are back it is offline, so that no initiator takes
# a target for gone.
echo 'include /var/lib/cinder/volumes/*' > /etc/tgt/targets.conf
tgtd --foreground --iscsi "portal=$NODE_ADDRESS:3260" &
daemon=$!
trap 'kill "$daemon"' TERM INT
system() { tgtadm --lld iscsi --mode sys "$@"; }
until system --op show > /dev/null 2>&1; do
  kill -0 "$daemon"
  sleep 1
done
system --op update --name State --value offline
# One volume that is gone keeps none of the others away.
tgt-admin --ignore-errors --execute
system --op update --name State --value ready
wait "$daemon"
