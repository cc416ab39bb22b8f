# Pods mount only what is in their own namespace. Rook makes the key some seconds after the user.
set -eu
rook() { kubectl --namespace rook-ceph get "$1" "$2" --output jsonpath="$3"; }
until rook secret rook-ceph-client-cinder '{.data.cinder}' | base64 -d > /tmp/key && [ -s /tmp/key ]; do
  sleep 5
done
cat > /tmp/ceph.conf <<END
[global]
mon_host = $(rook configmap rook-ceph-mon-endpoints '{.data.data}' | sed 's/[^,=]*=//g')
END
printf '[client.cinder]\n    key = %s\n' "$(cat /tmp/key)" > /tmp/ceph.client.cinder.keyring
kubectl create configmap ceph-etc --from-file=/tmp/ceph.conf --dry-run=client --output yaml |
  kubectl apply --filename -
kubectl create secret generic ceph-client-cinder --from-file=/tmp/key --from-file=/tmp/ceph.client.cinder.keyring \
  --dry-run=client --output yaml | kubectl apply --server-side --force-conflicts --filename -
