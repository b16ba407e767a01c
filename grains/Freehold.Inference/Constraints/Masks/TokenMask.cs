using System.Numerics;

namespace Freehold.Inference.Constraints.Masks;

/// <summary>The tokens that may come next.</summary>
internal sealed class TokenMask(int vocabularySize)
{
    /// <summary>Bit i % 64 of word i / 64 is set where token i is allowed. [vocabulary / 64, rounded up]</summary>
    public ulong[] Bits { get; } = new ulong[(vocabularySize + 63) / 64];

    /// <summary>How many are allowed.</summary>
    public int Count { get; private set; }

    /// <summary>Fewest bytes that complete the text after the best and after the worst of the allowed tokens.</summary>
    public int LeastMinBytes { get; private set; } = int.MaxValue;

    /// <inheritdoc cref="LeastMinBytes"/>
    public int MostMinBytes { get; private set; }

    /// <summary>The allowed token with the lowest id.</summary>
    public int First
    {
        get
        {
            var word = Bits.AsSpan().IndexOfAnyExcept(0UL);
            return (word << 6) + BitOperations.TrailingZeroCount(Bits[word]);
        }
    }

    public bool this[int id] => (Bits[id >> 6] >> (id & 63) & 1) != 0;

    /// <summary>Allows a token, after which the text needs at least some more bytes.</summary>
    public void Allow(int id, int minBytes)
    {
        Bits[id >> 6] |= 1UL << (id & 63);
        Count++;
        LeastMinBytes = Math.Min(LeastMinBytes, minBytes);
        MostMinBytes = Math.Max(MostMinBytes, minBytes);
    }
}
