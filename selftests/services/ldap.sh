#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# OpenLDAP: an entry is added and found, with a password.

. "$(dirname "$0")/lib.sh"
need slapd ldapadd ldapsearch
plan 7
service OpenLDAP slapd ldap-utils
home_net
for name in lan wan; do
	mkdir -p "$work/$name/db"
	cat >"$work/$name/conf" <<-END
		include /etc/ldap/schema/core.schema
		modulepath /usr/lib/ldap
		moduleload back_mdb
		pidfile $work/$name/pid
		database mdb
		maxsize 10485760
		suffix "dc=test"
		rootdn "cn=admin,dc=test"
		rootpw secret
		directory $work/$name/db
	END
	server $name slapd -d 0 -h 'ldap://[::]:389/' -f "$work/$name/conf"
	up $name 389
done

# found HOST ADDRESS
found() {
	on "$1" ldapsearch -x -LLL -o nettimeout=5 -H "ldap://[$2]" -D cn=admin,dc=test \
		-w secret -b "${3-dc=test}" -s base | grep -q "^dn: "
}

added() {
	on lan ldapadd -x -o nettimeout=5 -H "ldap://[$outside]" -D cn=admin,dc=test -w secret <<-END
		dn: dc=test
		objectClass: dcObject
		objectClass: organization
		dc: test
		o: a test
	END
}

host_rules wan "tcp dport 389 accept"
works "an entry is added" added
works "and found" found lan $outside
none_invalid router wan
from_outside "the lan's server" connects wan $inside 389
host_rules wan
closed "a search" found lan $outside
