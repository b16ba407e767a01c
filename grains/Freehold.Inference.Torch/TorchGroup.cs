using Freehold.Inference.Formats;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>An <see cref="AttentionGroup"/> on the device.</summary>
internal sealed class TorchGroup
{
    private readonly Dictionary<int, Tensor?> _masks = [];
    private readonly AttentionGroup _group;
    private readonly TorchPlace _place;
    private readonly int _queriesPerKey;

    public TorchGroup(AttentionGroup group, ModelConfig config, TorchPlace place)
    {
        (_group, _place, _queriesPerKey) = (group, place, config.HeadCount / config.KvHeadCount);
        KeyCount = (int)group.Positions.Max() + 1;
        BlockTable = tensor(group.BlockTable, device: place.Device);
    }

    /// <summary>Where the group's tokens start in the step.</summary>
    public int FirstToken => _group.FirstToken;

    public int Sequences => _group.Sequences;

    /// <summary>Tokens of each sequence.</summary>
    public int Tokens => _group.Tokens;

    /// <summary>[sequences * blocks]</summary>
    public Tensor BlockTable { get; }

    /// <summary>Positions that the longest sequence attends to.</summary>
    public int KeyCount { get; }

    /// <summary>
    /// What is added to the scores: 0 where a token may look, minus infinity elsewhere. [sequences, 1, queriesPerKey * tokens, KeyCount];
    /// null where every token sees everything. Made once a step for each window that layers have.
    /// </summary>
    public Tensor? Mask(int windowTokens)
    {
        windowTokens = Math.Min(windowTokens, KeyCount);
        if (!_masks.TryGetValue(windowTokens, out var mask))
            _masks.Add(windowTokens, mask = SeesEverything(windowTokens) ? null : MaskOf(windowTokens));
        return mask;
    }

    private bool SeesEverything(int windowTokens) => _group.Positions.Length == 1 && windowTokens == KeyCount;

    private Tensor MaskOf(int windowTokens)
    {
        var positions = tensor(_group.Positions, [Sequences, 1, Tokens, 1], device: _place.Device);
        var keys = arange(KeyCount, ScalarType.Int64, _place.Device);
        var hidden = keys.gt(positions).logical_or(keys.le(positions - windowTokens));
        return zeros([Sequences, 1, Tokens, KeyCount], _place.Numbers, _place.Device)
            .masked_fill(hidden, float.NegativeInfinity)
            .repeat(1, 1, _queriesPerKey, 1);
    }
}
