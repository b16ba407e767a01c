namespace Freehold.Inference.Models;

/// <summary>Which blocks hold the keys and values of one sequence, taken as the sequence grows. Dispose gives them back.</summary>
internal sealed class KvCache(KvBlockPool pool, int maxTokens) : IDisposable
{
    private readonly int[] _blocks = new int[KvBlockPool.BlocksFor(maxTokens)];
    private int _blockCount;

    /// <summary>Positions taken so far.</summary>
    public int Length { get; private set; }

    /// <summary>Positions that there is room for.</summary>
    public int MaxTokens => maxTokens;

    /// <summary>Numbers of the blocks, in the order of the positions: [ceil(Length / BlockTokens)]</summary>
    public ReadOnlySpan<int> Blocks => _blocks.AsSpan(0, _blockCount);

    /// <summary>Takes the next position. Its key and value are whatever was there until the model writes them.</summary>
    public int Append()
    {
        if (Length == maxTokens)
            throw new InvalidOperationException($"The sequence has no room for more than {maxTokens} tokens.");
        if (Length == _blockCount * KvBlockPool.BlockTokens)
        {
            _blocks[_blockCount] = pool.Rent();
            _blockCount++;
        }

        return Length++;
    }

    public void Dispose()
    {
        while (_blockCount > 0)
            pool.Release(_blocks[--_blockCount]);
        Length = 0;
    }
}
