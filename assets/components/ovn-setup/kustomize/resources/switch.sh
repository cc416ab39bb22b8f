# Puts the provider interface into its bridge and tells ovn-controller; Kube-OVN's own mappings stay.
set -eu
ovs-vsctl --may-exist add-br "$BRIDGE" -- --may-exist add-port "$BRIDGE" "$INTERFACE"
known=$(ovs-vsctl --if-exists get open . external-ids:ovn-bridge-mappings | tr -d '"')
for mapping in $(echo "$MAPPINGS" | tr ',' ' '); do
  ovs-vsctl --may-exist add-br "$(echo "$mapping" | cut -d: -f2)"
  case ",$known," in
    *",$mapping,"*) ;;
    ,,) known=$mapping ;;
    *) known=$known,$mapping ;;
  esac
done
ovs-vsctl set open . external-ids:ovn-bridge-mappings="\"$known\""
known=''
while :; do
  # Computes run this too, and are no gateways. An API that does not answer changes nothing.
  if gateway=$(kubectl get node "$NODE_NAME" --output 'jsonpath={.metadata.annotations.ovn\.openstack\.org/gateway}'); then
    wanted=availability-zones=$AVAILABILITY_ZONE
    [ "$gateway" != enabled ] || wanted=enable-chassis-as-gw,$wanted
    # Written again it would let ovn-controller look at everything anew.
    if [ "$wanted" != "$known" ]; then
      ovs-vsctl set open . external-ids:ovn-cms-options="\"$wanted\""
      known=$wanted
      touch /tmp/done
    fi
  fi
  sleep 60
done
