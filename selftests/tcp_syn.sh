#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SYNs and their answers inside a connection (RFC 5961, 4; RFC 9293, 3.5.1):
# the end that has forgotten it resets it, blind ones change nothing.

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case a SYN of a host that began anew: the other asks back, and is reset
open
wan PA len=100 : pass established
lan A : pass established
lan S isn=900000 ws=7 : pass established
wan A seq=101 ack=-898999 : pass established
lan R seq=-898999 : pass close
lan S ws=7 : pass syn-sent
wan SA isn=800000 ws=7 : pass syn-recv
lan A : pass established

case the same from the wan: the flow is at its end, and it may not begin one
open
wan S isn=900000 ws=7 : pass established
lan A seq=1 ack=-894999 : pass established
wan R seq=-894999 : pass close
wan S ws=7 : drop close

case both ends have forgotten it
open
wan PA len=100 : pass established
lan S isn=900000 ws=7 : pass established
wan SA isn=800000 ws=7 : pass syn-recv
lan A : pass established
wan PA len=100 : pass established
lan PA seq=100000 ack=101 len=10 : pass established
wan PA seq=100000 ack=1 len=10 : pass established
lan PA seq=130000 ack=101 len=10 : drop established

case both ends have forgotten it, which closes
open
lan S isn=900000 ws=7 : pass established
wan SA isn=800000 ws=7 : pass syn-recv
lan A : pass established
lan FA : pass fin-wait

case both have forgotten it, and the SYN is sent again
open
lan S isn=900000 : pass established
lan S : pass established
wan SA isn=800000 : pass syn-recv
wan SA : pass syn-recv
lan A : pass established
wan PA len=100 : pass established
wan PA seq=900000 ack=1 len=1 : drop established

case the server forgets what it answered, the opener begins anew
lan S ws=7 : pass syn-sent
wan SA ws=7 : pass syn-recv
lan S isn=900000 ws=7 : pass syn-recv
wan SA isn=800000 ws=7 : pass syn-recv
lan A : pass established
wan PA len=100 : pass established

case both have forgotten it, and the server does not listen
isn wan=900000
open
lan S isn=900000 ws=7 : pass established
wan RA seq=-900000 ack=1 : pass established
lan S isn=800000 ws=7 : pass established
wan SA isn=700000 ws=7 : pass syn-recv
lan A : pass established

case an answer to no SYN
open
wan SA seq=300000 ack=77777 : pass established
wan PA len=100 : pass established
lan A : pass established

case an answer to another SYN than that which came
open
lan S seq=300000 : pass established
wan SA seq=300000 ack=300002 : pass established
wan SA seq=300000 ack=1 : pass established
wan PA len=100 : pass established
lan A : pass established

case a SYN of the wan is not taken for a new beginning
open
wan S seq=300000 : pass established
lan SA seq=300000 ack=300001 : pass established
wan SA seq=300000 ack=304001 : pass established
wan PA len=100 : pass established
lan A : pass established

case nor is one that only says it came from the lan
open
lan@wan S seq=300000 : pass established
wan SA seq=300000 ack=300001 : pass established
wan PA len=100 : pass established
lan A : pass established

case nor one that its end does not stand by
open
lan S seq=300000 : pass established
lan PA len=100 : pass established
wan SA seq=300000 ack=300001 : pass established
wan PA len=100 : pass established

case SYN, SYN and ACK of the handshake come late
open
lan S : pass established
wan SA ws=7 : pass established
wan PA len=100 : pass established
lan A : pass established

case a SYN in a connection that closes
open
lan FA : pass fin-wait
wan S seq=300000 : pass fin-wait
lan S seq=300000 : pass fin-wait
wan A : pass close-wait
wan S seq=300000 : pass close-wait
wan FA : pass last-ack
wan S seq=300000 : pass last-ack
lan A : pass time-wait
CASES
