#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# RSTs (RFC 9293, 3.5.2 and 3.5.3; RFC 5961, 3): what ends a connection, what
# the end has to ask back for, and what is none of it.

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case the connection is refused
lan S ws=7 : pass syn-sent
wan RA seq=-5000 ack=1 : pass close
lan S ws=7 : pass syn-sent

case a RST to the SYN that does not acknowledge it
lan S ws=7 : pass syn-sent
wan RA seq=-5000 ack=2 : drop syn-sent
wan RA seq=-5000 ack=0 : drop syn-sent
wan R seq=1 : drop syn-sent
wan SA ws=7 : pass syn-recv

case refused when data in the SYN was sent
lan S ws=7 len=100 : pass syn-sent
wan RA seq=-5000 ack=101 : pass close

case the opener does not want the answer
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan R seq=1 : pass close

case the server ends it before the third segment
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
wan R seq=1 : pass close

case the answer is lost behind the router, the server refuses the next SYN
isn wan=9000000
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan S ws=7 : pass syn-recv
wan RA seq=-9000000 ack=9 : drop syn-recv
wan RA seq=-9000000 ack=1 : pass close
lan S isn=900000 ws=7 : pass syn-sent

case exact, by what was acknowledged
open
lan PA len=100 : pass established
wan A : pass established
lan PA len=100 : pass established
lan R seq=101 : pass close

case exact, by what was acknowledged before an older one came
open
wan PA len=1400 : pass established
wan PA len=1400 : pass established
lan A seq=1 ack=1401 : pass established
lan A seq=1 ack=1 : pass established
wan R seq=1401 : pass close

case exact, behind what was sent
open
lan PA len=100 : pass established
lan RA : pass close
lan PA seq=1 ack=1 len=100 : pass close
wan FA : pass close

case in the window: passes, the end asks back, the answer is exact
open
wan PA len=100 : pass established
wan R seq=500 : pass established
lan A : pass established
wan R seq=101 : pass close

case at the edges of the window
open
wan R seq=128001 : pass established
wan R seq=128002 : drop established
wan R seq=300000 : drop established
wan R seq=-1000000 : pass established
wan R seq=-2000000 : drop established
wan PA : pass established

case an old one, of a segment on its way: passes, and does nothing
open
wan PA len=500 : pass established
lan A : pass established
wan R seq=1 : pass established
wan R seq=400 : pass established

case a host that has forgotten the connection
open
lan PA len=100 : pass established
wan A : pass established
lan PA len=50 : pass established
wan R seq=1 : pass close

case the server has not heard of the RST, and answers the SYN once more
open
lan R seq=1 : pass close
wan SA seq=0 ack=1 : pass close
wan SA seq=900000 ack=1 : drop close
wan SA seq=0 ack=2 : drop close
lan R seq=1 : pass close

case RSTs that follow the first
open
wan PA len=100 : pass established
lan A : pass established
wan R : pass close
wan R seq=1 : pass close
wan R seq=101 : pass close
wan R seq=900000 : drop close

case a RST instead of the last ACK
open
lan FA : pass fin-wait
wan FA : pass last-ack
lan R seq=2 : pass close

case half closed, the rest is not wanted
open
lan FA : pass fin-wait
wan A : pass close-wait
wan PA len=100 : pass close-wait
lan R seq=2 : pass close

case RST of what was never opened
wan R seq=1 : drop none
lan RA seq=1 ack=1 : drop none
CASES
