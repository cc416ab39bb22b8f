# Makes what is missing in the project of Octavia's user, then writes down what it is called.
set -eu
owner='--project service --project-domain service'

id_of() { openstack "$@" --format value --column id; }
ensure() { # KIND NAME ARGUMENTS…
  kind=$1 name=$2
  shift 2
  id_of $kind show "$name" 2> /dev/null || id_of $kind create "$@" "$name"
}

flavor=$(ensure flavor m1.amphora --vcpus 1 --ram 1024 --disk 2 --private $owner)
network=$(ensure network lb-mgmt-net $owner)
subnet=$(ensure subnet lb-mgmt-subnet $owner --network "$network" --subnet-range "$MANAGEMENT_CIDR" --gateway none)

amphora_group=$(ensure 'security group' lb-mgmt-sec-grp $owner)
manager_group=$(ensure 'security group' lb-health-mgr-sec-grp $owner)
# A rule that is there is refused with a conflict.
openstack security group rule create --protocol tcp --dst-port 22 "$amphora_group" || true
openstack security group rule create --protocol tcp --dst-port 9443 "$amphora_group" || true
openstack security group rule create --protocol udp --dst-port 5555 "$manager_group" || true

if ! openstack image show amphora-x64-haproxy > /dev/null 2>&1; then
  curl --fail --location --retry 5 --output /scratch/amphora.qcow2 "$IMAGE_URL"
  openstack image create --disk-format qcow2 --container-format bare --private --tag amphora $owner \
    --file /scratch/amphora.qcow2 amphora-x64-haproxy
fi
image_owner=$(openstack image show amphora-x64-haproxy --format value --column owner)

# A port is bound where its host is what Neutron's agents call the node, which may be longer or shorter than Kubernetes' name;
# the pods look for their port by the node's name up to the first dot.
openstack network agent list --format value --column Host > /scratch/hosts
controllers=''
while read -r node; do
  short=$(echo "$node" | cut -d . -f 1)
  if ! host=$(grep --max-count 1 --extended-regexp "^$short(\.|$)" /scratch/hosts); then
    echo "Neutron knows no agent on node $node yet: $(sort --unique /scratch/hosts | tr '\n' ' ')" >&2
    exit 1
  fi
  for service in health-manager worker; do
    port=$(ensure port "octavia-$service-port-$short" $owner --network "$network" --fixed-ip "subnet=$subnet" \
      --security-group "$manager_group" --host "$host" --device-owner Octavia:health-mgr)
    openstack port set --host "$host" "$port"
  done
  address=$(openstack port show "octavia-health-manager-port-$short" --format json | python3 -c \
    'import json, sys; print(json.load(sys.stdin)["fixed_ips"][0]["ip_address"])')
  controllers="$controllers,$address:5555"
done < /scratch/nodes

cat > /scratch/octavia.conf <<END
[health_manager]
controller_ip_port_list = $(echo "$controllers" | cut -c 2-)
[controller_worker]
amp_flavor_id = $flavor
amp_boot_network_list = $network
amp_secgroup_list = $amphora_group
amp_image_owner_id = $image_owner
amp_ssh_key_name =
END
