# Each node that runs a health manager or a worker gets ports of its own in the amphora's network.
set -eu
kubectl get nodes --selector openstack-network-node=enabled --output name | sed 's|^node/||' > /scratch/nodes
