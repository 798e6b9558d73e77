// SPDX-License-Identifier: GPL-2.0-only
/*
 * Windows of TCP: the last byte within, the first one out, at every place of
 * the circle that sequence numbers are.
 */

#define CT6_TEST_WINDOW	0x8000U

/* A handshake; @first and @other are the numbers of the SYNs. */
static void ct6_test_shake(struct ct6_tcp *tcp, u32 first, u32 other, u8 scale)
{
	struct ct6_tcp_seg syn = {
		.seq = first, .end = first + 1, .win = CT6_TEST_WINDOW,
		.flags = TCPHDR_SYN, .scale = scale, .has_scale = true,
	};
	struct ct6_tcp_seg answer = {
		.seq = other, .end = other + 1, .ack = first + 1,
		.win = CT6_TEST_WINDOW, .flags = TCPHDR_SYN | TCPHDR_ACK,
		.scale = scale, .has_scale = true,
	};

	memset(tcp, 0, sizeof(*tcp));
	ct6_tcp_window_syn(tcp, &syn, CT6_TCP_ORIG);
	ct6_tcp_window_syn(tcp, &answer, CT6_TCP_REPLY);
	ct6_tcp_window_agree(tcp);
	ct6_tcp_window_take(tcp->peer, &answer, CT6_TCP_REPLY);
}

static bool ct6_test_fits(const struct ct6_tcp *tcp, u32 seq, u32 len, u32 ack)
{
	struct ct6_tcp_seg seg = {
		.seq = seq, .end = seq + len, .ack = ack, .flags = TCPHDR_ACK,
	};

	return ct6_tcp_window_fits(tcp->peer, &seg, CT6_TCP_ORIG);
}

static const u32 ct6_test_numbers[] = {
	0, 1, 0x7ffffff0, 0x7fffffff, 0x80000000, 0xffff7fff, 0xfffffff0,
	0xffffffff,
};

static void ct6_tcp_window_edges(struct kunit *test)
{
	struct ct6_tcp tcp;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(ct6_test_numbers); i++) {
		for (j = 0; j < ARRAY_SIZE(ct6_test_numbers); j++) {
			u32 a = ct6_test_numbers[i], b = ct6_test_numbers[j];
			u32 edge = a + 1 + CT6_TEST_WINDOW;

			ct6_test_shake(&tcp, a, b, 0);
			KUNIT_EXPECT_TRUE(test, ct6_test_fits(&tcp, a + 1, 0, b + 1));
			KUNIT_EXPECT_TRUE(test, ct6_test_fits(&tcp, edge, 0, b + 1));
			KUNIT_EXPECT_FALSE(test, ct6_test_fits(&tcp, edge + 1, 0, b + 1));
			KUNIT_EXPECT_FALSE(test, ct6_test_fits(&tcp, a + 1, 0, b + 2));
			KUNIT_EXPECT_TRUE(test, ct6_test_fits(&tcp, a + 1, 0,
							      b + 1 - CT6_TEST_WINDOW -
							      CT6_TCP_LAG));
			KUNIT_EXPECT_FALSE(test, ct6_test_fits(&tcp, a + 1, 0,
							       b - CT6_TEST_WINDOW -
							       CT6_TCP_LAG));
			KUNIT_EXPECT_FALSE(test, ct6_test_fits(&tcp, a - CT6_TEST_WINDOW -
							       CT6_TCP_LAG, 0, b + 1));
		}
	}
}

static void ct6_tcp_window_scale(struct kunit *test)
{
	struct ct6_tcp tcp;

	ct6_test_shake(&tcp, 100, 200, 15);
	KUNIT_EXPECT_EQ(test, (u8)tcp.peer[0].scale, CT6_TCP_SCALE_MAX);
	KUNIT_EXPECT_EQ(test, (u8)tcp.peer[1].scale, CT6_TCP_SCALE_MAX);
	/* that of a SYN is not scaled */
	KUNIT_EXPECT_EQ(test, tcp.peer[0].maxend, 101 + CT6_TEST_WINDOW);
}

static void ct6_tcp_window_resets(struct kunit *test)
{
	struct ct6_tcp_seg rst = { .flags = TCPHDR_RST };
	struct ct6_tcp tcp;
	bool exact;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(ct6_test_numbers); i++) {
		u32 a = ct6_test_numbers[i];

		ct6_test_shake(&tcp, a, 5, 0);
		rst.seq = a + 1;
		KUNIT_EXPECT_TRUE(test, ct6_tcp_window_reset(&tcp, &rst, 0, &exact));
		KUNIT_EXPECT_TRUE(test, exact);
		rst.seq = a + 2;
		KUNIT_EXPECT_TRUE(test, ct6_tcp_window_reset(&tcp, &rst, 0, &exact));
		KUNIT_EXPECT_FALSE(test, exact);
		rst.seq = a + 2 + CT6_TEST_WINDOW;
		KUNIT_EXPECT_FALSE(test, ct6_tcp_window_reset(&tcp, &rst, 0, &exact));
	}
}

static struct kunit_case ct6_tcp_window_cases[] = {
	KUNIT_CASE(ct6_tcp_window_edges),
	KUNIT_CASE(ct6_tcp_window_scale),
	KUNIT_CASE(ct6_tcp_window_resets),
	{}
};

static struct kunit_suite ct6_tcp_window_suite = {
	.name = "ct6_tcp_window",
	.test_cases = ct6_tcp_window_cases,
};
