# Cinder's default type, which its configuration names.
set -eu
openstack volume type show volumes > /dev/null 2>&1 ||
  openstack volume type create --property volume_backend_name=volumes volumes
