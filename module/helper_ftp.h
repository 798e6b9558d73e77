/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The control connection of FTP, read from the middle.
 */
#ifndef _CT6_HELPER_FTP_H
#define _CT6_HELPER_FTP_H

#include <linux/in6.h>
#include <linux/types.h>

/* Longest line that is read; nothing longer announces a connection. */
#define CT6_FTP_LINE	128

/* Bytes that may be kept behind a gap. */
#define CT6_FTP_AHEAD	128

/* Connections that one call may find, and EPSV commands without an answer. */
#define CT6_FTP_FOUND	8

/* The two ends; in the order of enum ct6_dir. */
enum ct6_ftp_end {
	CT6_FTP_CLIENT,
	CT6_FTP_SERVER,
	CT6_FTP_ENDS,
};

/**
 * struct ct6_ftp_stream - what one end has said
 * @next: sequence number of the byte to read next
 * @sent: behind the last byte that was seen
 * @ahead: bytes behind a gap, by sequence number modulo their number
 * @have: bits of those that are there; all within CT6_FTP_AHEAD of @next
 * @line: the line that has begun
 * @len: its bytes
 * @telnet: enum ct6_ftp_telnet
 * @torn: a part of the line was not seen
 * @over: it is longer than @line
 */
struct ct6_ftp_stream {
	u32	next;
	u32	sent;
	u8	ahead[CT6_FTP_AHEAD];
	u8	have[CT6_FTP_AHEAD / 8];
	u8	line[CT6_FTP_LINE];
	u8	len;
	u8	telnet;
	bool	torn;
	bool	over;
};

/**
 * struct ct6_ftp_port - a data connection to come
 * @port: port that waits for it, 0 for none
 * @end: enum ct6_ftp_end that it waits at
 */
struct ct6_ftp_port {
	u16	port;
	u8	end;
};

/**
 * struct ct6_ftp - a control connection
 * @stream: by enum ct6_ftp_end
 * @client: the client's address
 * @multi: code of the server's reply of several lines, 0 outside of one
 * @epsv: EPSV commands that no 229 has answered
 * @epsv_all: the client has said that it will not use EPRT any more
 * @nr_found: entries of @found
 * @lost: how many more there were
 * @found: announced since @nr_found was last set to 0
 */
struct ct6_ftp {
	struct ct6_ftp_stream	stream[CT6_FTP_ENDS];
	struct in6_addr		client;
	u16			multi;
	u8			epsv;
	bool			epsv_all;
	u8			nr_found;
	u16			lost;
	struct ct6_ftp_port	found[CT6_FTP_FOUND];
};

void ct6_ftp_begin(struct ct6_ftp *ftp, const struct in6_addr *client,
		   u32 client_seq, u32 server_seq);
void ct6_ftp_sent(struct ct6_ftp *ftp, enum ct6_ftp_end end, u32 seq);
void ct6_ftp_data(struct ct6_ftp *ftp, enum ct6_ftp_end end, u32 seq,
		  const u8 *data, u32 len);
void ct6_ftp_acked(struct ct6_ftp *ftp, enum ct6_ftp_end end, u32 ack);

#endif /* _CT6_HELPER_FTP_H */
