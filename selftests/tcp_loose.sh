#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Connections that are taken up under way (tcp-loose), and segments that are
# taken out of their place (tcp-liberal).

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case under way: its scale is not known, windows are not checked (RFC 6092, REC-32)
lan A seq=1 ack=1 win=1 : pass established
wan PA seq=1 ack=1 len=1400 : pass established
wan PA seq=60000 ack=1 len=1400 : pass established
lan A seq=1 ack=61400 : pass established

case under way: exact RST
lan PA seq=1 ack=1 len=100 : pass established
wan A seq=1 ack=101 : pass established
wan R seq=1 : pass close

case under way: other RSTs pass, and do nothing
lan PA seq=1 ack=1 len=100 : pass established
wan A seq=1 ack=101 : pass established
wan R seq=5000 : pass established
wan R seq=900000000 : pass established

case under way: far data teaches nothing, a RST behind it is not exact
lan PA seq=1 ack=1 len=100 : pass established
wan A seq=1 ack=101 : pass established
wan PA seq=900000000 ack=1 len=100 : pass established
wan R seq=900000100 : pass established
wan FA seq=900000000 ack=101 : pass established
wan PA seq=1 ack=101 len=100 : pass established
wan FA seq=101 ack=101 : pass fin-wait

case under way: of one side nothing is seen, until it closes
lan A seq=1 ack=1 : pass established
lan A seq=1 ack=900000 : pass established
lan A seq=1 ack=1800000 : pass established
lan A seq=1 ack=2700000 : pass established
wan FA seq=2700000 ack=1 : pass fin-wait

case under way: it closes
lan PA seq=1 ack=1 len=100 : pass established
wan FA seq=1 ack=101 : pass fin-wait
lan FA seq=101 ack=2 : pass last-ack
wan A seq=2 ack=102 : pass time-wait

case taken up with its FIN
lan FA seq=1 ack=1 : pass fin-wait
wan A seq=1 ack=2 : pass close-wait

case the wan's side is not taken up
wan PA seq=1 ack=1 : drop none

case where the wan may begin, it is
inbound
wan PA seq=1 ack=1 len=10 : pass established
lan A seq=1 ack=11 : pass established

case under way, tcp-loose off
set tcp-loose off
lan A seq=1 ack=1 : drop none
lan PA seq=1 ack=1 len=10 : drop none
lan FA seq=1 ack=1 : drop none
wan A seq=1 ack=1 : drop none
lan S : pass syn-sent

case out of its place, tcp-liberal on
set tcp-liberal on
open
wan PA seq=900000 ack=1 len=100 : pass established
lan A seq=1 ack=900100 : pass established
wan PA seq=1 ack=1 len=100 : pass established
lan A seq=1 ack=101 : pass established

case tcp-liberal: the third segment
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan A seq=1 ack=70000 : pass established

case tcp-liberal: what is out of its place does not close
open
wan FA seq=900000 ack=1 : pass established
wan R seq=900000 : drop established
wan R seq=900001 : drop established
wan FA : pass fin-wait

case tcp-liberal: nonsense stays nonsense
open
wan SF : drop established
lan : drop established

case tcp-liberal off again
set tcp-liberal off
open
wan PA seq=900000 ack=1 len=100 : drop established
CASES
