// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets: intervals that come and go, against a bit for each value.
 */

#define CT6_TEST_VALUES	4096

struct ct6_test_set {
	struct ct6_intervals	*intervals;
	unsigned long		bits[BITS_TO_LONGS(CT6_TEST_VALUES)];
};

static bool ct6_test_has(const struct ct6_test_set *set, u32 value)
{
	struct ct6_value v = { .lo = value };
	bool has;

	rcu_read_lock();
	has = ct6_intervals_have(set->intervals, &v);
	rcu_read_unlock();
	return has;
}

static void ct6_test_compare(struct kunit *test, const struct ct6_test_set *set)
{
	u32 i;

	for (i = 0; i < CT6_TEST_VALUES; i++)
		KUNIT_ASSERT_EQ_MSG(test, !!test_bit(i, set->bits),
				    ct6_test_has(set, i), "value %u", i);
}

static long ct6_test_change(struct ct6_test_set *set, u32 first, u32 last,
			    bool remove, u64 expires)
{
	struct ct6_interval item = {
		.first.lo = first, .last.lo = last, .expires = expires,
	};
	struct ct6_interval_change change = {
		.item = &item, .nr = 1, .remove = remove, .max = CT6_SET_SIZE,
		.now = get_jiffies_64(),
	};
	struct ct6_intervals *next;

	next = ct6_intervals_change(set->intervals, &change);
	if (IS_ERR(next))
		return PTR_ERR(next);
	if (next != set->intervals)
		ct6_intervals_retire(set->intervals);
	set->intervals = next;
	return change.came + change.went;
}

static void ct6_test_end(struct ct6_test_set *set)
{
	rcu_barrier();
	ct6_intervals_free(set->intervals);
}

static void ct6_interval_model(struct kunit *test)
{
	struct ct6_test_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, set);
	for (i = 0; i < 600; i++) {
		u32 first = (i * 2654435761U) >> 20, last = first + i % 5;
		bool there, free;

		if (last >= CT6_TEST_VALUES)
			continue;
		there = find_next_bit(set->bits, last + 1, first) <= last;
		free = !there;
		if (ct6_test_change(set, first, last, false, 0) == 1) {
			KUNIT_EXPECT_TRUE(test, free);
			bitmap_set(set->bits, first, last - first + 1);
		} else {
			KUNIT_EXPECT_TRUE(test, there);
		}
		/* every third is taken out again, exactly as it is */
		if (free && i % 3 == 0) {
			KUNIT_EXPECT_EQ(test, 1L, ct6_test_change(set, first, last,
								  true, 0));
			bitmap_clear(set->bits, first, last - first + 1);
		}
		if (i % 100 == 0)
			ct6_test_compare(test, set);
	}
	ct6_test_compare(test, set);
	ct6_test_end(set);
}

static void ct6_interval_expires(struct kunit *test)
{
	struct ct6_test_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);
	u64 now = get_jiffies_64();

	KUNIT_ASSERT_NOT_NULL(test, set);
	ct6_test_change(set, 1, 1, false, now + 1000 * HZ);
	ct6_test_change(set, 3, 3, false, now);
	KUNIT_EXPECT_TRUE(test, ct6_test_has(set, 1));
	KUNIT_EXPECT_FALSE(test, ct6_test_has(set, 3));
	ct6_test_end(set);
}

static struct kunit_case ct6_interval_cases[] = {
	KUNIT_CASE(ct6_interval_model),
	KUNIT_CASE(ct6_interval_expires),
	{}
};

static struct kunit_suite ct6_interval_suite = {
	.name = "ct6_set",
	.test_cases = ct6_interval_cases,
};
