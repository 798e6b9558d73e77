#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ufw as it is drives ct6: enable, allow, deny, limit and status, and what
# becomes of real connections behind each.

. "$(dirname "$0")/lib.sh"
. "$here/ufw_host.sh"
plan 26

equal "before: ssh is there for all" + "$(tries wan 1 22)"
equal "and the wan for the lan" + "$(to=$wan tries lan 1 80)"
done_by "ufw is enabled" "Firewall is active" --force enable
equal "nobody connects" - "$(tries wan 1 22)"
succeeds "pings are answered" pings wan $router
equal "nothing is routed" - "$(to=$wan tries lan 1 80)"
succeeds "what the host itself begins passes" pings router $wan
equal "by TCP, too" + "$(to=$wan tries router 1 80)"
contains "the routing header of type 0 is dropped by a rule" \
	"^-A ufw6-before-input -m rt --rt-type 0 -j DROP$" \
	"$(on router ip6tables-ct6 -S ufw6-before-input)"

done_by "22/tcp is allowed" "Rule added \(v6\)" allow 22/tcp
equal "ssh is there" + "$(tries wan 1 22)"
equal "for the bad network, too" + "$(tries wan 1 22 ${bad_net}1)"
equal "but the web is not" - "$(tries wan 1 80)"

done_by "a network is denied" "Rule added \(v6\)" deny from ${bad_net}/48
done_by "the web is allowed behind it" "Rule added \(v6\)" allow 80/tcp
equal "it is there" + "$(tries wan 1 80)"
equal "not for that network" - "$(tries wan 1 80 ${bad_net}1)"
contains "whose packets the rule counts" "^ +[1-9].* DROP .* ${bad_net}/48 " \
	"$(on router ip6tables-ct6 -nvL ufw6-user-input)"

done_by "ssh is limited" "Rule updated \(v6\)" limit ssh
equal "five connections in a while, and no more" +++++-- "$(tries wan 7 22)"
equal "which is nobody else's while" + "$(tries lan 1 22)"

out=$(fw status)
contains "status: active" "^Status: active" "$out"
contains "with the limit" "^22/tcp \(v6\) +LIMIT +Anywhere \(v6\)" "$out"
contains "and the network" "^Anywhere \(v6\) +DENY +${bad_net}/48" "$out"
out=$(fw status verbose)
contains "the defaults" "^Default: deny \(incoming\), allow \(outgoing\), deny \(routed\)" "$out"
contains "and directions" "^22/tcp \(v6\) +LIMIT IN +Anywhere \(v6\)" "$out"
