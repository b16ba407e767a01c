namespace Freehold.Inference.Models;

/// <summary>
/// Who holds which block of key and value cache: a block is a number, the model keeps what is in it. A block may have several holders,
/// and is free again when the last one has released it (Kwon et al. 2023, arXiv:2309.06180). A free block whose content is named stays
/// findable until it is needed for something else, the one unused for longest first.
/// </summary>
/// <remarks>For one thread: the one that runs the model.</remarks>
internal sealed class KvBlockPool
{
    /// <summary>Positions in a block.</summary>
    public const int BlockTokens = 32;

    private readonly Stack<int> _blank = new();
    private readonly KvBlockList _kept;
    private readonly int[] _holders;
    private readonly PrefixDigest?[] _names;
    private readonly Dictionary<PrefixDigest, int> _blocksByName = [];
    private int _created;

    public KvBlockPool(int maxBlocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBlocks, 1);
        _holders = new int[maxBlocks];
        _names = new PrefixDigest?[maxBlocks];
        _kept = new KvBlockList(maxBlocks);
    }

    /// <summary>Blocks that may be in use at once.</summary>
    public int MaxBlocks => _holders.Length;

    /// <summary>Blocks that nobody holds, with content or without.</summary>
    public int FreeBlocks => _blank.Count + _kept.Count + MaxBlocks - _created;

    /// <summary>Blocks that so many positions take.</summary>
    public static int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;

    /// <summary>
    /// Takes a free block: one whose memory is there and whose content is worth nothing, else one never used, else the one unused for longest.
    /// </summary>
    public int Rent()
    {
        if (!_blank.TryPop(out var block))
        {
            if (_created < MaxBlocks)
                block = _created++;
            else if (_kept.Count > 0)
                block = Forget(_kept.RemoveFirst());
            else
                throw new InvalidOperationException($"All {MaxBlocks} blocks of key and value cache are in use; admit fewer sequences.");
        }

        _holders[block] = 1;
        return block;
    }

    /// <summary>Becomes another holder of a block in use, or the first one of a free block that kept its content.</summary>
    public void Share(int block)
    {
        if (_holders[block] == 0)
        {
            if (_names[block] is null)
                throw new InvalidOperationException($"Block {block} is free: there is nothing in it to share.");
            _kept.Remove(block);
        }

        _holders[block]++;
    }

    /// <summary>How many hold a block.</summary>
    public int Holders(int block) => _holders[block];

    /// <summary>Gives up a block.</summary>
    public void Release(int block)
    {
        if (_holders[block] == 0)
            throw new InvalidOperationException($"Block {block} is free already.");
        if (--_holders[block] > 0)
            return;
        if (_names[block] is null)
            _blank.Push(block);
        else
            _kept.AddLast(block);
    }

    /// <summary>Names what a block in use holds, which must not change from here on. The first block of a name keeps it.</summary>
    public void Name(int block, PrefixDigest name)
    {
        if (_holders[block] == 0)
            throw new InvalidOperationException($"Block {block} is free: nobody can say what is in it.");
        if (_names[block] is null && _blocksByName.TryAdd(name, block))
            _names[block] = name;
    }

    /// <summary>The block of that name, in use or free; null where there is none, or none any more.</summary>
    public int? Find(PrefixDigest name) => _blocksByName.TryGetValue(name, out var block) ? block : null;

    private int Forget(int block)
    {
        _blocksByName.Remove(_names[block]!.Value);
        _names[block] = null;
        return block;
    }
}
