# systemd listens in its stead until it is asked for.
set -eu
if ! grep -q ISCSIADM_ABSTRACT_NAMESPACE /proc/net/unix; then
  echo 'no iscsid listens on this node, and no volume can be attached here: install open-iscsi (Debian, Ubuntu) or' \
    'iscsi-initiator-utils (Red Hat), then systemctl enable --now iscsid.socket'
  exit 1
fi
