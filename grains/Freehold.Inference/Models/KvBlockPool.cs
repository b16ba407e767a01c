using Freehold.Inference.Formats;

namespace Freehold.Inference.Models;

/// <summary>
/// Blocks of key and value cache, each for <see cref="BlockTokens"/> positions of all layers. Bounded; blocks are kept for reuse, so that
/// a running engine allocates none.
/// </summary>
/// <remarks>For one thread: the one that runs the model.</remarks>
internal sealed class KvBlockPool
{
    /// <summary>Positions in a block.</summary>
    public const int BlockTokens = 64;

    private readonly Stack<float[]> _free = new();
    private readonly int _layerFloats;
    private readonly int _blockFloats;
    private int _created;

    /// <exception cref="ModelFormatException">The model's sizes make a block larger than any model needs.</exception>
    public KvBlockPool(ModelConfig config, int maxBlocks, string file)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBlocks, 1);
        var floats = 2L * BlockTokens * config.KvSize * config.LayerCount;
        if (floats > Array.MaxLength)
        {
            throw new ModelFormatException(
                file, $"{config.LayerCount} layers of {config.KvSize} key numbers make cache blocks of {floats} numbers", "configuration",
                ModelFormatException.Damaged);
        }

        MaxBlocks = maxBlocks;
        KvSize = config.KvSize;
        _layerFloats = 2 * BlockTokens * config.KvSize;
        _blockFloats = (int)floats;
    }

    /// <summary>Blocks that may be in use at once.</summary>
    public int MaxBlocks { get; }

    /// <summary>Numbers of a position's key, and of its value.</summary>
    public int KvSize { get; }

    /// <summary>Blocks that so many positions take.</summary>
    public static int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;

    public float[] Rent()
    {
        if (_free.TryPop(out var block))
            return block;
        if (_created == MaxBlocks)
            throw new InvalidOperationException($"All {MaxBlocks} blocks of key and value cache are in use; admit fewer sequences.");
        _created++;
        return GC.AllocateUninitializedArray<float>(_blockFloats);
    }

    public void Return(float[] block) => _free.Push(block);

    /// <summary>Keys of a layer: [BlockTokens, KvSize].</summary>
    public Span<float> Keys(float[] block, int layer) => block.AsSpan(layer * _layerFloats, _layerFloats / 2);

    /// <summary>Values of a layer: [BlockTokens, KvSize].</summary>
    public Span<float> Values(float[] block, int layer) => block.AsSpan(layer * _layerFloats + _layerFloats / 2, _layerFloats / 2);
}
