using Freehold.Inference.Models;

namespace Freehold.Inference.Tests.Models;

/// <summary>Who holds which block, and what is remembered of a free one.</summary>
public sealed class KvBlockPoolTests
{
    [Fact]
    public void A_named_block_is_found_until_it_is_needed_and_the_longest_unused_goes_first()
    {
        var pool = new KvBlockPool(3);
        var names = Enumerable.Range(0, 3).Select(i => PrefixDigest.Root($"{i}", "")).ToArray();
        var blocks = names.Select(_ => pool.Rent()).ToArray();
        for (var i = 0; i < 3; i++)
            pool.Name(blocks[i], names[i]);
        foreach (var i in (int[])[1, 0, 2])
            pool.Release(blocks[i]);

        // Used again, so block 1 is no longer the one unused for longest.
        pool.Share(blocks[1]);
        pool.Release(blocks[1]);

        Assert.Equal(3, pool.FreeBlocks);
        Assert.Equal(blocks[0], pool.Rent());
        Assert.Equal([null, blocks[1], blocks[2]], names.Select(name => pool.Find(name)));
    }

    [Fact]
    public void Blocks_without_a_name_are_used_before_those_with_one()
    {
        var pool = new KvBlockPool(4);
        var (named, blank) = (pool.Rent(), pool.Rent());
        pool.Name(named, PrefixDigest.Root("a", ""));
        pool.Release(named);
        pool.Release(blank);

        Assert.Equal(blank, pool.Rent());
        Assert.NotEqual(named, pool.Rent());
        Assert.NotEqual(named, pool.Rent());
        Assert.Equal(named, pool.Rent());
        Assert.Null(pool.Find(PrefixDigest.Root("a", "")));
        Assert.Throws<InvalidOperationException>(() => pool.Rent());
    }

    [Fact]
    public void What_is_not_held_cannot_be_released_named_or_shared()
    {
        var pool = new KvBlockPool(1);
        var block = pool.Rent();
        pool.Release(block);

        Assert.Throws<InvalidOperationException>(() => pool.Release(block));
        Assert.Throws<InvalidOperationException>(() => pool.Name(block, PrefixDigest.Root("a", "")));
        Assert.Throws<InvalidOperationException>(() => pool.Share(block));
    }

    [Fact]
    public void A_name_tells_tenant_adapter_tokens_and_what_came_before_apart()
    {
        int[] tokens = [.. Enumerable.Range(0, KvBlockPool.BlockTokens)];
        int[] others = [.. tokens.Select((id, i) => i == 31 ? id + 1 : id)];
        (string Tenant, string Adapter)[] owners =
            [("", ""), ("a", ""), ("", "a"), ("ab", "c"), ("a", "bc"), ("\ud800", ""), ("\ufffd", "")];
        var names = owners.Select(owner => PrefixDigest.Root(owner.Tenant, owner.Adapter)).ToArray();
        PrefixDigest[] all = [.. names, .. names.Select(name => name.Next(tokens)), .. names.Select(name => name.Next(others)),
            .. names.Select(name => name.Next(tokens).Next(tokens))];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(names[0].Next(tokens), PrefixDigest.Root("", "").Next(tokens));
    }
}
