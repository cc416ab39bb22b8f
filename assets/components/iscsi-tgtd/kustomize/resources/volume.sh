# The rest of the configuration is that of cinder's release.
set -eu
cat > /tmp/volumes.conf <<END
[DEFAULT]
my_ip = $NODE_ADDRESS
[volumes]
volume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver
volume_backend_name = volumes
backend_host = $NODE_NAME
volume_group = $VOLUME_GROUP
lvm_type = thin
volumes_dir = /var/lib/cinder/volumes
target_helper = $HELPER
target_protocol = iscsi
target_ip_address = $NODE_ADDRESS
END
if [ "$HELPER" = tgtadm ]; then
  # Cinder writes a file for each volume and has tgt-admin read it by way of this one.
  mkdir -p /etc/tgt
  echo 'include /var/lib/cinder/volumes/*' > /etc/tgt/targets.conf
  until tgtadm --lld iscsi --mode sys --op show > /dev/null 2>&1; do
    sleep 1
  done
fi
exec cinder-volume --config-file /etc/cinder/cinder.conf --config-dir /etc/cinder/cinder.conf.d \
  --config-file /tmp/volumes.conf
