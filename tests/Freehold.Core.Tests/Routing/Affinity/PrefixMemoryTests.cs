using Freehold.Core.Routing.Affinity;

namespace Freehold.Core.Tests.Routing.Affinity;

public class PrefixMemoryTests
{
    private static readonly PrefixHolder Holder = new("tiny", "silo-1/cpu0", 120);

    [Fact]
    public void The_next_turn_of_a_conversation_finds_who_answered_the_one_before()
    {
        var memory = new PrefixMemory();
        memory.Remember("acme", Keys("acme", ("user", "Hi"), ("assistant", "Hello!"))[^1], Holder);

        Assert.Equal(Holder, memory.Find("acme", Keys("acme", ("user", "Hi"), ("assistant", "Hello!"), ("user", "And now?"))));
        Assert.Null(memory.Find("acme", Keys("acme", ("user", "Hi"), ("assistant", "Hallo!"), ("user", "And now?"))));
        Assert.Null(memory.Find("acme", []));
    }

    [Fact]
    public void The_longest_beginning_that_is_known_counts()
    {
        var memory = new PrefixMemory();
        var keys = Keys("acme", ("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello!"), ("user", "And now?"));
        memory.Remember("acme", keys[0], Holder);
        memory.Remember("acme", keys[2], Holder with { Place = "silo-2/cpu0" });

        Assert.Equal("silo-2/cpu0", memory.Find("acme", keys)!.Value.Place);
        Assert.Equal("silo-1/cpu0", memory.Find("acme", keys.AsSpan(0, 2))!.Value.Place);
    }

    [Fact]
    public void No_tenant_finds_what_another_said()
    {
        var memory = new PrefixMemory();
        var ours = Keys("acme", ("user", "Hi"));
        memory.Remember("acme", ours[0], Holder);

        Assert.NotEqual(ours[0], Keys("other", ("user", "Hi"))[0]);
        Assert.Null(memory.Find("other", ours));
    }

    [Fact]
    public void The_role_and_the_cut_between_messages_are_part_of_what_was_said()
    {
        var key = Keys("acme", ("user", "ab"))[^1];

        Assert.NotEqual(key, Keys("acme", ("system", "ab"))[^1]);
        Assert.NotEqual(key, Keys("acme", ("user", "a"), ("user", "b"))[^1]);
        Assert.NotEqual(key, Keys("acme", ("usera", "b"))[^1]);
        Assert.Equal(key, Keys("acme", ("user", "ab"))[^1]);
    }

    [Fact]
    public void However_much_is_said_the_memory_is_bounded_and_forgets_the_oldest()
    {
        var memory = new PrefixMemory(100, 10);
        for (var i = 0; i < 1_000; i++)
        {
            memory.Remember("acme", (UInt128)i, Holder);
        }

        Assert.Equal(10, memory.Count);
        Assert.Null(memory.Find("acme", [989]));
        Assert.NotNull(memory.Find("acme", [990]));
    }

    [Fact]
    public void A_tenant_that_says_much_does_not_push_out_what_others_said()
    {
        var memory = new PrefixMemory(100, 50);
        memory.Remember("quiet", 1, Holder);
        for (var i = 0; i < 1_000; i++)
        {
            memory.Remember("loud", (UInt128)i, Holder);
        }

        Assert.NotNull(memory.Find("quiet", [1]));
    }

    [Fact]
    public void Of_many_tenants_the_one_unused_for_longest_gives_way()
    {
        var memory = new PrefixMemory(100, 50);
        for (var i = 0; i < 1_000; i++)
        {
            memory.Remember($"tenant-{i}", 1, Holder);
            memory.Find("tenant-0", [1]);
        }

        Assert.Equal(100, memory.Count);
        Assert.NotNull(memory.Find("tenant-0", [1]));
        Assert.Null(memory.Find("tenant-1", [1]));
        Assert.NotNull(memory.Find("tenant-999", [1]));
    }

    [Fact]
    public void A_prefix_in_use_stays()
    {
        var memory = new PrefixMemory(100, 10);
        memory.Remember("acme", 0, Holder);
        for (var i = 1; i < 100; i++)
        {
            memory.Remember("acme", (UInt128)i, Holder);
            Assert.NotNull(memory.Find("acme", [0]));
        }
    }

    private static UInt128[] Keys(string tenant, params (string Role, string Content)[] messages)
    {
        var chain = PrefixChain.Of(tenant);
        return [.. messages.Select(message => chain.Add(message.Role, message.Content))];
    }
}
