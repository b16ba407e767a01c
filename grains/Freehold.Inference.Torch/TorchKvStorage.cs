using Freehold.Inference.Formats;
using Freehold.Inference.Models;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>
/// Keys and values on the device, by block: a layer's are [blocks, BlockTokens, kvHeads, headSize]. A mask hides positions that were never
/// written, but it multiplies what lies there by zero, and zero times NaN is NaN: so blocks are cleared before their first use.
/// </summary>
internal sealed class TorchKvStorage : IDisposable
{
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;
    private readonly int _headSize;
    private readonly int _kvHeads;
    private int _cleared;

    public TorchKvStorage(ModelConfig config, int maxBlocks, TorchPlace place)
    {
        (_headSize, _kvHeads) = (config.HeadSize, config.KvHeadCount);
        _keys = [.. Enumerable.Range(0, config.LayerCount).Select(_ => Allocate())];
        _values = [.. Enumerable.Range(0, config.LayerCount).Select(_ => Allocate())];

        Tensor Allocate() => empty([maxBlocks, KvBlockPool.BlockTokens, _kvHeads, _headSize], place.Numbers, place.Device);
    }

    /// <summary>Clears blocks that no step has used before. Blocks are first taken in the order of their numbers.</summary>
    public void Prepare(ForwardBatch batch)
    {
        var used = 0;
        for (var t = 0; t < batch.Count; t++)
            used = Math.Max(used, batch.Block(t) + 1);
        if (used <= _cleared)
            return;

        for (var layer = 0; layer < _keys.Length; layer++)
        {
            _keys[layer].narrow(0, _cleared, used - _cleared).zero_();
            _values[layer].narrow(0, _cleared, used - _cleared).zero_();
        }

        _cleared = used;
    }

    /// <summary>Keeps the keys and values of a step.</summary>
    /// <param name="layer">Which layer's.</param>
    /// <param name="slots">[tokens] block * BlockTokens + place in the block</param>
    /// <param name="keys">[tokens, kvHeads, headSize]</param>
    /// <param name="values">[tokens, kvHeads, headSize]</param>
    public void Write(int layer, Tensor slots, Tensor keys, Tensor values)
    {
        _keys[layer].view(-1, _kvHeads, _headSize).index_copy_(0, slots, keys);
        _values[layer].view(-1, _kvHeads, _headSize).index_copy_(0, slots, values);
    }

    /// <summary>Keys of some sequences: [sequences, kvHeads, blocks * BlockTokens, headSize].</summary>
    /// <param name="layer">Which layer's.</param>
    /// <param name="table">[sequences * blocks] numbers of the blocks</param>
    /// <param name="sequences">How many sequences.</param>
    public Tensor Keys(int layer, Tensor table, int sequences) => Gather(_keys[layer], table, sequences);

    /// <summary>Values of some sequences, as <see cref="Keys"/>.</summary>
    public Tensor Values(int layer, Tensor table, int sequences) => Gather(_values[layer], table, sequences);

    public void Dispose()
    {
        foreach (var tensor in _keys.Concat(_values))
            tensor.Dispose();
    }

    private Tensor Gather(Tensor side, Tensor table, int sequences) =>
        side.index_select(0, table).view(sequences, -1, _kvHeads, _headSize).transpose(1, 2);
}
