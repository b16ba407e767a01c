using Freehold.Inference.Formats;

namespace Freehold.Inference.Models;

/// <summary>
/// The keys and values themselves, by block, as 32-bit numbers. A block's memory is taken when it is first used and kept, so that a running
/// engine allocates none.
/// </summary>
/// <remarks>
/// Within a block: [layer][keys, values][kvHead][BlockTokens][headSize], so that what one head attends to lies together. <see cref="Prepare"/> is for
/// one thread; the spans may be read and written by many.
/// </remarks>
internal sealed class KvStorage
{
    private readonly float[]?[] _blocks;
    private readonly int _headFloats;
    private readonly int _sideFloats;
    private readonly int _blockFloats;

    /// <exception cref="ModelFormatException">The model's sizes make a block larger than any model needs.</exception>
    public KvStorage(ModelConfig config, int maxBlocks, string file)
    {
        var floats = 2L * KvBlockPool.BlockTokens * config.KvSize * config.LayerCount;
        if (floats > Array.MaxLength)
        {
            throw new ModelFormatException(
                file, $"{config.LayerCount} layers of {config.KvSize} key numbers make cache blocks of {floats} numbers", "configuration",
                ModelFormatException.Damaged);
        }

        _blocks = new float[]?[maxBlocks];
        _headFloats = KvBlockPool.BlockTokens * config.HeadSize;
        _sideFloats = KvBlockPool.BlockTokens * config.KvSize;
        _blockFloats = (int)floats;
    }

    /// <summary>Makes sure that every block that the batch writes to has its memory.</summary>
    public void Prepare(ForwardBatch batch)
    {
        for (var t = 0; t < batch.Count; t++)
            _blocks[batch.Block(t)] ??= GC.AllocateUninitializedArray<float>(_blockFloats);
    }

    /// <summary>Keys of one head of a layer: [BlockTokens, headSize].</summary>
    public Span<float> Keys(int block, int layer, int kvHead) => Side(block, 2 * layer, kvHead);

    /// <summary>Values of one head of a layer: [BlockTokens, headSize].</summary>
    public Span<float> Values(int block, int layer, int kvHead) => Side(block, 2 * layer + 1, kvHead);

    private Span<float> Side(int block, int side, int kvHead) =>
        _blocks[block].AsSpan(side * _sideFloats + kvHead * _headFloats, _headFloats);
}
