#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ufw begins with rules that it has, is reloaded and disabled, on ct6: the rules
# are the same ones again, and in the end nothing of it is left in force.

. "$(dirname "$0")/lib.sh"
. "$here/ufw_host.sh"
plan 14

done_by "ssh is allowed" "Rules updated \(v6\)" allow 22/tcp
done_by "a network is denied" "Rules updated \(v6\)" prepend deny from "${bad_net}/48"
done_by "ufw is enabled with these rules" "Firewall is active" --force enable
equal "ssh is there" + "$(tries wan 1 22)"
equal "not for the network" - "$(tries wan 1 22 "${bad_net}1")"
equal "the web is not" - "$(tries wan 1 80)"

rules=$(on router ip6tables-ct6 -S)
done_by "it is reloaded" "Firewall reloaded" reload
equal "to the same rules" "$rules" "$(on router ip6tables-ct6 -S)"
equal "ssh is there" + "$(tries wan 1 22)"

done_by "ufw is disabled" "Firewall stopped" disable
equal "policies are open" "-P INPUT ACCEPT
-P FORWARD ACCEPT
-P OUTPUT ACCEPT" "$(on router ip6tables-ct6 -S | grep '^-P')"
equal "the web is there" + "$(tries wan 1 80)"
equal "also for the network" + "$(tries wan 1 80 "${bad_net}1")"
equal "and the wan for the lan" + "$(to=$wan tries lan 1 80)"
