# Octavia's pods mount both by these names.
set -eu
kubectl create configmap octavia-amphora --from-file=/scratch/octavia.conf --dry-run=client --output yaml |
  kubectl apply --filename -
if [ -s /scratch/certs/server_ca.cert.pem ]; then
  cd /scratch/certs
  kubectl create secret generic octavia-amphora-certificates \
    --from-file=server_ca.cert.pem --from-file=server_ca-chain.cert.pem=server_ca.cert.pem \
    --from-file=server_ca.key.pem --from-file=client_ca.cert.pem --from-file=client.cert-and-key.pem
fi
