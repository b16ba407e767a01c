using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Kernels;

/// <summary>Rotary position embedding (Su et al. 2021, arXiv:2104.09864).</summary>
internal sealed class Rope
{
    private readonly RotaryFrequencies _frequencies;
    private readonly int _headSize;

    public Rope(RotaryFrequencies frequencies, int headSize) => (_frequencies, _headSize) = (frequencies, headSize);

    /// <summary>Which numbers are paired.</summary>
    public RopeLayout Layout => _frequencies.Layout;

    /// <summary>Pairs of numbers that are turned in each head.</summary>
    public int Pairs => _frequencies.PerPosition.Length;

    /// <summary>Angles of one position, in double precision: at position 100,000 a single-precision angle is off by 1%.</summary>
    /// <param name="position">Position of the token, from 0.</param>
    /// <param name="cos">[Pairs]</param>
    /// <param name="sin">[Pairs]</param>
    public void Angles(int position, Span<float> cos, Span<float> sin)
    {
        var (perPosition, magnitude) = (_frequencies.PerPosition, _frequencies.Magnitude);
        for (var i = 0; i < perPosition.Length; i++)
        {
            var (s, c) = Math.SinCos(position * perPosition[i]);
            (cos[i], sin[i]) = ((float)c * magnitude, (float)s * magnitude);
        }
    }

    /// <summary>Turns every head of one token.</summary>
    /// <param name="heads">[heads, headSize]</param>
    /// <param name="cos">[Pairs]</param>
    /// <param name="sin">[Pairs]</param>
    public void Apply(Span<float> heads, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
    {
        // Distance between the two of a pair, and between one pair and the next.
        var (apart, step) = _frequencies.Layout == RopeLayout.Interleaved ? (1, 2) : (Pairs, 1);
        for (var start = 0; start < heads.Length; start += _headSize)
        {
            var head = heads.Slice(start, _headSize);
            for (var i = 0; i < cos.Length; i++)
            {
                var (a, b) = (head[i * step], head[i * step + apart]);
                head[i * step] = a * cos[i] - b * sin[i];
                head[i * step + apart] = a * sin[i] + b * cos[i];
            }
        }
    }
}
