using Freehold.Inference.Adapters;

namespace Freehold.Inference.Models;

/// <summary>Which blocks hold the keys and values of one sequence, taken as the sequence grows.</summary>
internal sealed class KvCache(KvBlockPool pool, int maxTokens, LoraAdapter? adapter = null)
{
    private readonly int[] _blocks = new int[KvBlockPool.BlocksFor(maxTokens)];
    private int _blockCount;

    /// <summary>The adapter that every token of the sequence runs with, and that its keys and values came from; null: none.</summary>
    public LoraAdapter? Adapter => adapter;

    /// <summary>Positions taken so far.</summary>
    public int Length { get; private set; }

    /// <summary>Positions that there is room for.</summary>
    public int MaxTokens => maxTokens;

    /// <summary>Numbers of the blocks, in the order of the positions: [at least ceil(Length / BlockTokens)]</summary>
    public ReadOnlySpan<int> Blocks => _blocks.AsSpan(0, _blockCount);

    /// <summary>Takes the next position. Its key and value are whatever was there until the model writes them.</summary>
    public int Append()
    {
        if (Length == maxTokens)
            throw new InvalidOperationException($"The sequence has no room for more than {maxTokens} tokens.");
        if (Length == _blockCount * KvBlockPool.BlockTokens)
            Rent();
        return Length++;
    }

    /// <summary>Takes the blocks for so many positions in all, or none where too few are free.</summary>
    public bool TryReserve(int tokens)
    {
        var more = KvBlockPool.BlocksFor(Math.Min(tokens, maxTokens)) - _blockCount;
        if (more > pool.FreeBlocks)
            return false;
        for (; more > 0; more--)
            Rent();
        return true;
    }

    /// <summary>Begins with a full block that is there already.</summary>
    public void Adopt(int block)
    {
        if (Length != _blockCount * KvBlockPool.BlockTokens)
            throw new InvalidOperationException("Only a sequence of whole blocks can go on with another one.");
        pool.Share(block);
        _blocks[_blockCount++] = block;
        Length += KvBlockPool.BlockTokens;
    }

    /// <summary>Forgets the positions from <paramref name="length"/> on; the blocks stay taken.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Gives the blocks back.</summary>
    public void Release()
    {
        // From the end: of blocks that are kept, the beginning of a text is worth more than what comes after it.
        while (_blockCount > 0)
            pool.Release(_blocks[--_blockCount]);
        Length = 0;
    }

    // The count after the block: a pool that has none throws, and the cache is as it was.
    private void Rent()
    {
        _blocks[_blockCount] = pool.Rent();
        _blockCount++;
    }
}
