using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using static TorchSharp.torch;

namespace Freehold.Inference.Torch;

/// <summary>One rotary embedding at the positions of a step. The angles are the managed engine's, computed in double precision.</summary>
internal sealed class TorchRotation
{
    private readonly RopeLayout _layout;
    private readonly int _pairs;

    // [tokens, 1, pairs] each, 32-bit
    private readonly Tensor _cos;
    private readonly Tensor _sin;

    /// <param name="positions">[tokens]</param>
    /// <param name="rope">The embedding.</param>
    /// <param name="device">Where the heads are.</param>
    public TorchRotation(int[] positions, Rope rope, Device device)
    {
        (_layout, _pairs) = (rope.Layout, rope.Pairs);
        var cos = new float[positions.Length * _pairs];
        var sin = new float[cos.Length];
        for (var t = 0; t < positions.Length; t++)
            rope.Angles(positions[t], cos.AsSpan(t * _pairs, _pairs), sin.AsSpan(t * _pairs, _pairs));
        _cos = tensor(cos, [positions.Length, 1, _pairs], device: device);
        _sin = tensor(sin, [positions.Length, 1, _pairs], device: device);
    }

    /// <summary>Turns heads, in 32-bit numbers.</summary>
    /// <param name="heads">[tokens, heads, headSize]</param>
    /// <returns>The same shape and type.</returns>
    public Tensor Apply(Tensor heads)
    {
        var rest = heads.size(2) - 2 * _pairs;
        var turning = heads.narrow(2, 0, 2 * _pairs).to_type(ScalarType.Float32);
        var turned = (_layout == RopeLayout.Interleaved ? TurnNeighbours(turning) : TurnHalves(turning)).to_type(heads.dtype);
        return rest == 0 ? turned : cat([turned, heads.narrow(2, 2 * _pairs, rest)], -1);
    }

    private Tensor TurnNeighbours(Tensor heads)
    {
        var paired = heads.reshape(heads.size(0), heads.size(1), _pairs, 2);
        var (a, b) = (paired.select(3, 0), paired.select(3, 1));
        return stack([a * _cos - b * _sin, a * _sin + b * _cos], -1).flatten(2);
    }

    private Tensor TurnHalves(Tensor heads)
    {
        var (a, b) = (heads.narrow(2, 0, _pairs), heads.narrow(2, _pairs, _pairs));
        return cat([a * _cos - b * _sin, a * _sin + b * _cos], -1);
    }
}
