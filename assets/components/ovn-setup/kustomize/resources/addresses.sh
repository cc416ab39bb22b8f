# The libraries of Neutron and Octavia take addresses, not names, and another namespace's Service is in no environment.
set -eu
address() { kubectl --namespace kube-system get service "$1" --output jsonpath='{.spec.clusterIP}'; }
cat > /tmp/ovn.conf <<END
[ovn]
ovn_nb_connection = tcp:$(address ovn-nb):6641
ovn_sb_connection = tcp:$(address ovn-sb):6642
END
kubectl create configmap ovn-addresses --from-file=/tmp/ovn.conf --dry-run=client --output yaml | kubectl apply --filename -
