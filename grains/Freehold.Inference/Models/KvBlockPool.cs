namespace Freehold.Inference.Models;

/// <summary>
/// Who holds which block of key and value cache: a block is a number, the model keeps what is in it. A block may have several holders,
/// and is free again when the last one has released it (Kwon et al. 2023, arXiv:2309.06180).
/// </summary>
/// <remarks>For one thread: the one that runs the model.</remarks>
internal sealed class KvBlockPool
{
    /// <summary>Positions in a block.</summary>
    public const int BlockTokens = 32;

    private readonly Stack<int> _free = new();
    private readonly int[] _holders;
    private int _created;

    public KvBlockPool(int maxBlocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBlocks, 1);
        _holders = new int[maxBlocks];
    }

    /// <summary>Blocks that may be in use at once.</summary>
    public int MaxBlocks => _holders.Length;

    /// <summary>Blocks that nobody holds.</summary>
    public int FreeBlocks => _free.Count + MaxBlocks - _created;

    /// <summary>Blocks that so many positions take.</summary>
    public static int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;

    /// <summary>Takes a free block, one used before if there is one, so that memory is touched only when it is needed.</summary>
    public int Rent()
    {
        if (!_free.TryPop(out var block))
        {
            block = _created < MaxBlocks
                ? _created++
                : throw new InvalidOperationException($"All {MaxBlocks} blocks of key and value cache are in use; admit fewer sequences.");
        }

        _holders[block] = 1;
        return block;
    }

    /// <summary>Becomes another holder of a block in use.</summary>
    public void Share(int block)
    {
        if (_holders[block] == 0)
            throw new InvalidOperationException($"Block {block} is free: there is nothing in it to share.");
        _holders[block]++;
    }

    /// <summary>How many hold a block.</summary>
    public int Holders(int block) => _holders[block];

    /// <summary>Gives up a block.</summary>
    public void Release(int block)
    {
        if (_holders[block] == 0)
            throw new InvalidOperationException($"Block {block} is free already.");
        if (--_holders[block] == 0)
            _free.Push(block);
    }
}
