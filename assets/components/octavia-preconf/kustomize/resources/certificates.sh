# One authority signs the amphorae, another one the controller that talks to them. What is there is kept.
set -eu
mkdir -p /scratch/certs/private
cd /scratch/certs
if [ -s /known/server_ca.cert.pem ]; then
  exit 0
fi
authority() {
  openssl genrsa -aes256 -passout env:PASSPHRASE -out "$2" 4096
  openssl req -x509 -new -sha256 -days 3650 -key "$2" -passin env:PASSPHRASE -subj "/CN=$1" -out "$3"
}
authority 'Octavia amphorae' server_ca.key.pem server_ca.cert.pem
authority 'Octavia controllers' client_ca.key.pem client_ca.cert.pem
openssl req -new -newkey rsa:2048 -nodes -keyout client.key.pem -subj '/CN=Octavia controller' -out client.csr
openssl x509 -req -in client.csr -CA client_ca.cert.pem -CAkey client_ca.key.pem -passin env:PASSPHRASE \
  -CAcreateserial -sha256 -days 3650 -out client.cert.pem
cat client.cert.pem client.key.pem > client.cert-and-key.pem
rm client.csr client.key.pem client.cert.pem client_ca.key.pem
