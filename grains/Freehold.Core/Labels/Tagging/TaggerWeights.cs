using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Freehold.Core.Labels.Tagging;

/// <summary>The trained weights, 8 bits each, one row of states a bucket. Immutable; shared by all threads.</summary>
internal sealed class TaggerWeights
{
    /// <summary>Length of a row: the states, rounded up to a vector of bytes.</summary>
    public const int Lanes = 32;

    private readonly sbyte[] _rows; // [FeatureTable.Buckets, Lanes]
    private readonly float[] _transitions; // [Viterbi.TransitionCount]

    public TaggerWeights(sbyte[] rows, float[] transitions)
    {
        if (rows.Length != FeatureTable.Buckets * Lanes || transitions.Length != Viterbi.TransitionCount)
            throw new ArgumentException($"{rows.Length} weights and {transitions.Length} of steps are not what the tagger has.");
        (_rows, _transitions) = (rows, transitions);
    }

    public ReadOnlySpan<sbyte> Rows => _rows;

    public ReadOnlySpan<float> Transitions => _transitions;

    /// <summary>Adds up the rows of the buckets into one score a state.</summary>
    public void Score(ReadOnlySpan<int> buckets, Span<float> scores)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        Vector256<short> low = default, high = default;
        foreach (var bucket in buckets)
        {
            // A bucket is below FeatureTable.Buckets by its making: a hash shifted down to BucketBits.
            var row = Vector256.LoadUnsafe(ref Unsafe.Add(ref rows, bucket * Lanes));
            var (l, h) = Vector256.Widen(row);
            low += l;
            high += h;
        }

        var (a, b) = Vector256.Widen(low);
        var (c, d) = Vector256.Widen(high);
        Vector256.ConvertToSingle(a).CopyTo(scores);
        Vector256.ConvertToSingle(b).CopyTo(scores[8..]);
        Vector256.ConvertToSingle(c).CopyTo(scores[16..]);
        Vector256.ConvertToSingle(d).CopyTo(scores[24..]);
    }
}
