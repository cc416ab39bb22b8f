# lioadm speaks to the kernel itself, and both would want port 3260.
set -eu
if [ "$HELPER" = tgtadm ]; then
  exec tgtd --foreground --iscsi "portal=$NODE_ADDRESS:3260"
fi
exec sleep infinity
