#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ICMPv6 errors about TCP segments (RFC 5927, 4.1): they pass when the quoted
# number can be one that is on its way, and never change the flow.

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case about a SYN
lan S ws=7 : pass syn-sent
wan E seq=0 : pass syn-sent
wan E seq=1 : pass syn-sent
wan E seq=9 : drop syn-sent
wan E seq=-9 : drop syn-sent
lan E seq=0 : drop syn-sent

case about the answer
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan E seq=0 : pass syn-recv
lan E seq=900 : drop syn-recv

case about data that was not acknowledged
open
lan PA len=500 : pass established
lan PA len=500 : pass established
wan E seq=1 : pass established
wan E seq=501 : pass established
wan E seq=1002 : drop established
wan E seq=900000 : drop established
wan E seq=-200000 : drop established
lan E seq=1002 : drop established

case about data of the wan
open
wan PA len=1400 : pass established
lan E seq=1 : pass established
lan E seq=1402 : drop established
lan E seq=-200000 : drop established

case the error takes its time: the data came by another way
open
lan PA len=1400 : pass established
wan A : pass established
lan PA len=1400 : pass established
wan A : pass established
wan E seq=1 : pass established

case about one that was taken up under way: near what was seen
lan PA seq=1 ack=1 len=1400 : pass established
wan E seq=1 : pass established
wan E seq=1000000 : pass established
wan E seq=1100000 : drop established
wan E seq=-1100000 : drop established
wan E seq=-2000000000 : drop established
lan E seq=1 : pass established
lan E seq=1100000 : drop established
wan PA seq=900000 ack=1401 len=1400 : pass established
lan E seq=1100000 : pass established

case about a connection that is gone
wan E seq=1 : drop none

case about one that was reset
open
wan R seq=1 : pass close
wan E seq=1 : pass close
wan E seq=90000 : drop close
CASES
