#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How TCP connections close (RFC 9293, 3.6): halves, both at once, with losses;
# and their ports used anew.

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case the lan closes, then the wan
open
lan FA : pass fin-wait
wan A : pass close-wait
wan FA : pass last-ack
lan A : pass time-wait

case the wan closes, then the lan
open
wan FA : pass fin-wait
lan A : pass close-wait
lan FA : pass last-ack
wan A : pass time-wait

case the FIN is answered with a FIN
open
lan FA : pass fin-wait
wan FA : pass last-ack
lan A : pass time-wait

case both at once
open
lan FA : pass fin-wait
wan FA seq=1 ack=1 : pass last-ack
lan A seq=2 ack=2 : pass last-ack
wan A seq=2 ack=2 : pass time-wait

case half closed, data the other way
open
lan FA : pass fin-wait
wan A : pass close-wait
wan PA len=900 : pass close-wait
lan A : pass close-wait
wan PA len=900 : pass close-wait
lan A : pass close-wait
wan FA len=10 : pass last-ack
lan A : pass time-wait

case the FIN carries data
open
lan FA len=100 : pass fin-wait
wan A seq=1 ack=101 : pass fin-wait
wan A ack=102 seq=1 : pass close-wait

case the FIN overtakes the data before it
open
lan FA seq=201 ack=1 len=100 : pass fin-wait
lan PA seq=1 ack=1 len=200 : pass fin-wait
wan A seq=1 ack=201 : pass fin-wait
wan A seq=1 ack=302 : pass close-wait

case FINs and their acknowledgments are sent again
open
lan FA : pass fin-wait
lan FA seq=1 ack=1 : pass fin-wait
wan A : pass close-wait
lan FA seq=1 ack=1 : pass close-wait
wan A : pass close-wait
wan FA : pass last-ack
wan FA seq=1 ack=2 : pass last-ack
lan A : pass time-wait
wan FA seq=1 ack=2 : pass time-wait
lan A : pass time-wait

case a FIN beyond the window changes nothing
open
wan FA seq=200000 ack=1 : drop established
wan FA seq=-2000000 ack=1 : drop established
wan FA seq=1 ack=-300000 : drop established
wan FA seq=1 ack=90000 : drop established
wan A : pass established

case a FIN without ACK is none
open
wan F : drop established
lan F seq=1 : drop established

case the lan uses its port anew
open
lan FA : pass fin-wait
wan FA : pass last-ack
lan A : pass time-wait
lan S isn=900000 ws=7 : pass syn-sent
wan SA isn=800000 ws=7 : pass syn-recv
lan A : pass established

case the wan uses the port anew, where it may
inbound
open
lan FA : pass fin-wait
wan FA : pass last-ack
lan A : pass time-wait
wan S isn=900000 ws=7 : pass syn-sent
lan SA isn=800000 ws=7 : pass syn-recv
wan A : pass established

case the wan uses it anew, where it may not
open
lan FA : pass fin-wait
wan FA : pass last-ack
lan A : pass time-wait
wan S seq=900000 : drop time-wait
wan SA seq=900000 ack=3 : drop time-wait
lan A : pass time-wait

case the answer of the handshake comes late in TIME_WAIT
open
lan FA : pass fin-wait
wan FA : pass last-ack
lan A : pass time-wait
wan SA seq=0 ack=1 : pass time-wait
wan SA seq=0 ack=900000 : drop time-wait

case a RST does not end TIME_WAIT (RFC 1337)
open
lan FA : pass fin-wait
wan FA : pass last-ack
lan A : pass time-wait
wan R : pass time-wait
wan R seq=900000 : drop time-wait
wan FA seq=1 ack=2 : pass time-wait

case the port is used anew before the last ACK: the server asks back, is reset
open
lan FA : pass fin-wait
wan A : pass close-wait
lan S isn=900000 ws=7 : pass close-wait
wan A seq=1 ack=-898998 : pass close-wait
lan R seq=-898998 : pass close
lan S ws=7 : pass syn-sent
CASES
