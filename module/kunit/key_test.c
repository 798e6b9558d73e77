// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys: both directions have one, whatever the ends; other ends have another.
 */

static void ct6_test_ends(struct in6_addr addr[2], __be16 port[2])
{
	get_random_bytes(addr, 2 * sizeof(*addr));
	get_random_bytes(port, 2 * sizeof(*port));
	addr[0].s6_addr[0] = 0x20;
	addr[1].s6_addr[0] = 0x20;
}

static void ct6_key_directions(struct kunit *test)
{
	struct ct6_key a, b;
	struct in6_addr addr[2];
	__be16 port[2];
	int i;

	for (i = 0; i < 1000; i++) {
		ct6_test_ends(addr, port);
		/* some are one host, with one port or two */
		if (i % 4 == 0)
			addr[1] = addr[0];
		if (i % 8 == 0)
			port[1] = port[0];
		memset(&a, 0x55, sizeof(a));
		memset(&b, 0xaa, sizeof(b));
		ct6_key_make(&a, IPPROTO_TCP, &addr[0], &addr[1], port[0],
			     port[1]);
		ct6_key_make(&b, IPPROTO_TCP, &addr[1], &addr[0], port[1],
			     port[0]);
		ct6_key_seal(&a);
		ct6_key_seal(&b);
		KUNIT_ASSERT_EQ(test, 0, memcmp(&a, &b, sizeof(a)));
		KUNIT_ASSERT_TRUE(test, ct6_key_equal(&a, &b));
	}
}

/* Any bit of the ends, the protocol or what else is in it makes another. */
static void ct6_key_differs(struct kunit *test)
{
	u8 *bytes;
	struct ct6_key a, b;
	struct in6_addr addr[2];
	__be16 port[2];
	u32 bit;

	ct6_test_ends(addr, port);
	ct6_key_make(&a, IPPROTO_UDP, &addr[0], &addr[1], port[0], port[1]);
	ct6_key_seal(&a);
	for (bit = 0; bit < offsetof(struct ct6_key, hash) * 8; bit++) {
		b = a;
		bytes = (u8 *)&b;
		bytes[bit / 8] ^= BIT(bit % 8);
		ct6_key_seal(&b);
		KUNIT_EXPECT_FALSE_MSG(test, ct6_key_equal(&a, &b), "bit %u",
				       bit);
		KUNIT_EXPECT_NE_MSG(test, a.hash, b.hash, "bit %u", bit);
	}
}

static void ct6_key_kinds(struct kunit *test)
{
	struct ct6_key echo, node, call, tunnel;
	struct in6_addr addr[2];
	__be16 port[2];

	ct6_test_ends(addr, port);
	ct6_key_make(&echo, IPPROTO_ICMPV6, &addr[0], &addr[1], port[0], port[0]);
	node = echo;
	ct6_key_query(&echo, ICMPV6_ECHO_REQUEST, 0);
	ct6_key_query(&node, ICMPV6_ECHO_REQUEST, 1);
	ct6_key_seal(&echo);
	ct6_key_seal(&node);
	KUNIT_EXPECT_FALSE(test, ct6_key_equal(&echo, &node));
	ct6_key_make(&tunnel, IPPROTO_GRE, &addr[0], &addr[1], 0, 0);
	call = tunnel;
	ct6_key_gre(&tunnel, CT6_KEY_GRE_KEY, htonl(7));
	ct6_key_gre(&call, CT6_KEY_GRE_PPTP, htonl(7));
	ct6_key_seal(&tunnel);
	ct6_key_seal(&call);
	KUNIT_EXPECT_FALSE(test, ct6_key_equal(&tunnel, &call));
}

/* What the fast path makes of a packet is its key, whatever its ends. */
static void ct6_key_ends(struct kunit *test)
{
	struct ct6_ends ends;
	struct ipv6hdr ip6h = {};
	struct ct6_key a, b;
	__be16 port[2];
	u8 *bytes;
	u32 bit;
	int i;

	for (i = 0; i < 1000; i++) {
		ct6_test_ends(&ip6h.saddr, port);
		if (i % 4 == 0)
			ip6h.daddr = ip6h.saddr;
		/* one network, two hosts */
		if (i % 4 == 1)
			memcpy(&ip6h.daddr, &ip6h.saddr, 8);
		if (i % 8 == 0)
			port[1] = port[0];
		ip6h.nexthdr = i & 1 ? IPPROTO_TCP : IPPROTO_UDP;
		memset(&a, 0x55, sizeof(a));
		memset(&b, 0xaa, sizeof(b));
		ct6_key_make(&a, ip6h.nexthdr, &ip6h.saddr, &ip6h.daddr,
			     port[0], port[1]);
		ct6_key_seal(&a);
		ct6_ends_make(&ends, &ip6h, port);
		KUNIT_ASSERT_EQ(test, a.hash, ct6_ends_hash(&ends));
		KUNIT_ASSERT_TRUE(test, ct6_ends_equal(&ends, a.hash, &a));
		ct6_ends_key(&ends, a.hash, &b);
		KUNIT_ASSERT_EQ(test, 0, memcmp(&a, &b, sizeof(a)));
	}
	/* any bit, the hash among them, makes it another's */
	for (bit = 0; bit < sizeof(a) * 8; bit++) {
		b = a;
		bytes = (u8 *)&b;
		bytes[bit / 8] ^= BIT(bit % 8);
		KUNIT_EXPECT_FALSE_MSG(test, ct6_ends_equal(&ends, a.hash, &b),
				       "bit %u", bit);
	}
}

static void ct6_key_system(struct kunit *test)
{
	static const u16 ports[] = { 0, 1, 255, 256, 1023, 1024, 1279, 65535 };
	struct ipv6hdr ip6h = { .nexthdr = IPPROTO_UDP };
	struct ct6_ends ends;
	__be16 port[2];
	int i, j;

	ip6h.saddr.s6_addr[0] = 0x20;
	for (i = 0; i < ARRAY_SIZE(ports); i++)
		for (j = 0; j < ARRAY_SIZE(ports); j++) {
			port[0] = htons(ports[i]);
			port[1] = htons(ports[j]);
			ct6_ends_make(&ends, &ip6h, port);
			KUNIT_EXPECT_EQ_MSG(test, ports[i] < 1024 ||
					    ports[j] < 1024,
					    ct6_ends_system(ends.rest),
					    "%u and %u", ports[i], ports[j]);
		}
}

static struct kunit_case ct6_key_cases[] = {
	KUNIT_CASE(ct6_key_directions),
	KUNIT_CASE(ct6_key_differs),
	KUNIT_CASE(ct6_key_kinds),
	KUNIT_CASE(ct6_key_ends),
	KUNIT_CASE(ct6_key_system),
	{}
};

static struct kunit_suite ct6_key_suite = {
	.name = "ct6_key",
	.test_cases = ct6_key_cases,
};
