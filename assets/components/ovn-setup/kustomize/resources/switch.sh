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
ovs-vsctl set open . external-ids:ovn-cms-options="\"enable-chassis-as-gw,availability-zones=$AVAILABILITY_ZONE\""
touch /tmp/done
exec sleep infinity
