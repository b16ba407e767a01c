namespace Freehold.Inference.Models;

/// <summary>Keys and values of one sequence, in blocks of a pool, taken as the sequence grows. Dispose gives them back.</summary>
internal sealed class KvCache(KvBlockPool pool, int maxTokens) : IDisposable
{
    private readonly float[][] _blocks = new float[KvBlockPool.BlocksFor(maxTokens)][];
    private int _blockCount;

    /// <summary>Positions taken so far.</summary>
    public int Length { get; private set; }

    /// <summary>Positions that there is room for.</summary>
    public int MaxTokens => maxTokens;

    public KvBlockPool Pool => pool;

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

    public float[] Block(int index) => _blocks[index];

    public void Dispose()
    {
        while (_blockCount > 0)
            pool.Return(_blocks[--_blockCount]);
        Length = 0;
    }
}
