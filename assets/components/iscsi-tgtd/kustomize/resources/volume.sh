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
target_helper = $HELPER
target_protocol = iscsi
target_ip_address = $NODE_ADDRESS
END
exec cinder-volume --config-file /etc/cinder/cinder.conf --config-dir /etc/cinder/cinder.conf.d \
  --config-file /tmp/volumes.conf
