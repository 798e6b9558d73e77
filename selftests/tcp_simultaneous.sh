#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Simultaneous open (RFC 9293, 3.5; RFC 6092, REC-31), in every order that
# the segments may pass the router.

. "$(dirname "$0")/lib.sh"
plan "$(grep -c '^case ' "$0")"
silent_hosts

results_of python3 "$here/tcp.py" <<'CASES'
case SYNs, then answers
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
lan SA ws=7 : pass syn-recv
wan SA ws=7 : pass established
lan PA len=100 : pass established
wan A : pass established

case SYNs, then answers, the wan first
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
wan SA ws=7 : pass syn-recv
lan SA ws=7 : pass established
wan PA len=100 : pass established
lan A : pass established

case the answer of the lan is acknowledged before the wan's own comes
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
lan SA ws=7 : pass syn-recv
wan A : pass established
wan SA ws=7 : pass established
lan A : pass established

case the answer of the wan is acknowledged before the lan's own comes
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
wan SA ws=7 : pass syn-recv
lan A : pass established
lan SA ws=7 : pass established
wan A : pass established

case an acknowledgement in front of either answer: its receiver sorts it out
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
wan A : pass syn-sent2
lan SA ws=7 : pass syn-recv
wan SA ws=7 : pass established

case the SYN of the wan is lost behind the router
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
wan S ws=7 : pass syn-sent2
wan SA ws=7 : pass syn-recv
lan A : pass established

case SYNs and answers are sent again
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
lan S ws=7 : pass syn-sent2
lan SA ws=7 : pass syn-recv
lan SA ws=7 : pass syn-recv
wan S ws=7 : pass syn-recv
wan SA ws=7 : pass established
wan SA ws=7 : pass established
lan A : pass established

case the answer of the lan before the SYN of the wan comes through
lan S ws=7 : pass syn-sent
lan SA seq=0 ack=1 : drop syn-sent
wan S ws=7 : pass syn-sent2
wan SA ws=7 : pass syn-recv
lan SA ws=7 : pass established

case the SYN was a blind one: the true answer opens the connection
lan S ws=7 : pass syn-sent
wan S seq=777777 : pass syn-sent2
wan SA ws=7 : pass syn-recv
lan A : pass established
wan PA len=100 : pass established
lan A : pass established

case an answer with a wrong number
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
lan SA seq=0 ack=99 : pass syn-sent2
lan SA seq=55 ack=1 : pass syn-sent2
wan SA seq=0 ack=99 : pass syn-sent2
lan SA ws=7 : pass syn-recv
wan SA seq=55 ack=99 : pass syn-recv
wan SA ws=7 : pass established

case refused
lan S ws=7 : pass syn-sent
wan S ws=7 : pass syn-sent2
lan RA seq=1 ack=1 : pass close

case where the wan may begin, and its SYN is the first
inbound
wan S ws=7 : pass syn-sent
lan S ws=7 : pass syn-sent2
lan SA ws=7 : pass syn-recv
wan SA ws=7 : pass established
CASES
