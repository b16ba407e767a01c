using System.Runtime.InteropServices;
using Freehold.Inference.Adapters;
using Freehold.Inference.Models;

namespace Freehold.Inference.Scheduling;

/// <summary>What of one sequence's tokens a model has in its cache, and the sharing of what is in blocks already.</summary>
/// <remarks>
/// A block is named when all its tokens are in and are known to be the sequence's own, and is never written to after that. The last token
/// is never taken from a shared block: its logits are needed, so it is always computed.
/// </remarks>
internal sealed class SequenceCache(KvBlockPool pool, string tenant, LoraAdapter? adapter, int maxTokens)
{
    private readonly PrefixDigest _root = PrefixDigest.Root(tenant, adapter?.Digest ?? "");
    private readonly List<PrefixDigest> _names = [];
    private KvCache? _blocks;
    private int _namedBlocks;

    /// <summary>The adapter that every token of the sequence runs with; null: none.</summary>
    public LoraAdapter? Adapter => adapter;

    /// <summary>True while the sequence holds blocks.</summary>
    public bool IsHeld => _blocks is not null;

    /// <summary>Tokens that are in.</summary>
    public int Length => _blocks?.Length ?? 0;

    /// <summary>Blocks that the sequence holds, shared ones included.</summary>
    public int BlockCount => _blocks?.Blocks.Length ?? 0;

    public KvCache Blocks => _blocks ?? throw new InvalidOperationException("The sequence holds no blocks.");

    /// <summary>Free blocks that it takes to begin with these tokens, those included that are free but hold what is needed.</summary>
    public int BlocksToBegin(List<int> tokens)
    {
        var blocks = KvBlockPool.BlocksFor(tokens.Count);
        foreach (var shared in Find(tokens))
            blocks -= pool.Holders(shared) > 0 ? 1 : 0;
        return blocks;
    }

    /// <summary>Takes blocks for all tokens and returns how many of the tokens are in them already.</summary>
    public int Begin(List<int> tokens)
    {
        _blocks = new KvCache(pool, maxTokens, adapter);
        foreach (var shared in Find(tokens))
            _blocks.Adopt(shared);
        _namedBlocks = BlockCount;
        if (!_blocks.TryReserve(tokens.Count))
            throw new InvalidOperationException("A sequence was begun for which there are not enough free blocks.");
        return _blocks.Length;
    }

    /// <summary>Names the blocks that have become full.</summary>
    public void NameFullBlocks(List<int> tokens)
    {
        for (; _namedBlocks < Length / KvBlockPool.BlockTokens; _namedBlocks++)
            pool.Name(Blocks.Blocks[_namedBlocks], NameOf(_namedBlocks, tokens));
    }

    /// <summary>Gives the blocks back.</summary>
    public void Release()
    {
        _blocks?.Release();
        _blocks = null;
    }

    private IEnumerable<int> Find(List<int> tokens)
    {
        for (var i = 0; i < (tokens.Count - 1) / KvBlockPool.BlockTokens; i++)
        {
            if (pool.Find(NameOf(i, tokens)) is not { } block)
                yield break;
            yield return block;
        }
    }

    // Tokens are only ever added, so a name once computed stays.
    private PrefixDigest NameOf(int block, List<int> tokens)
    {
        for (var i = _names.Count; i <= block; i++)
        {
            var text = CollectionsMarshal.AsSpan(tokens);
            _names.Add((i == 0 ? _root : _names[i - 1]).Next(text.Slice(i * KvBlockPool.BlockTokens, KvBlockPool.BlockTokens)));
        }

        return _names[block];
    }
}
