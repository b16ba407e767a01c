using Freehold.Inference.Kernels;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>Turns queries and keys by their positions, and gradients back: the transpose of a turn is the turn the other way.</summary>
internal sealed class RotaryPass
{
    private readonly RowLoop _loop;
    private readonly Rope _rope;
    private readonly float[] _cos, _sin, _negativeSin;

    /// <param name="frequencies">The embedding.</param>
    /// <param name="headSize">Numbers of a head.</param>
    /// <param name="longest">Positions that will come.</param>
    /// <param name="loop">Threads.</param>
    public RotaryPass(RotaryFrequencies frequencies, int headSize, int longest, RowLoop loop)
    {
        _loop = loop;
        _rope = new Rope(frequencies, headSize);
        (_cos, _sin) = (new float[longest * _rope.Pairs], new float[longest * _rope.Pairs]);
        for (var position = 0; position < longest; position++)
            _rope.Angles(position, _cos.AsSpan(position * _rope.Pairs, _rope.Pairs), _sin.AsSpan(position * _rope.Pairs, _rope.Pairs));
        _negativeSin = Array.ConvertAll(_sin, value => -value);
    }

    /// <param name="positions">[rows]</param>
    /// <param name="heads">[rows, width], width a number of whole heads</param>
    /// <param name="width">Numbers of a row.</param>
    public void Forward(int[] positions, FloatBuffer heads, int width) => Turn(positions, heads, width, _sin);

    /// <inheritdoc cref="Forward" />
    public void Backward(int[] positions, FloatBuffer heads, int width) => Turn(positions, heads, width, _negativeSin);

    private void Turn(int[] positions, FloatBuffer heads, int width, float[] sin) => _loop.Run(positions.Length, 2L * width, row =>
    {
        var at = positions[row] * _rope.Pairs;
        _rope.Apply(heads.Row(row, width), _cos.AsSpan(at, _rope.Pairs), sin.AsSpan(at, _rope.Pairs));
    });
}
