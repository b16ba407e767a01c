namespace Freehold.Core.Distillation.Golden;

/// <summary>
/// What a text's shingles (its runs of <see cref="ShingleChars"/> characters) have in common with another's, found without comparing all
/// with all:
/// min-wise hashing (Broder, "On the resemblance and containment of documents", 1997) in one permutation (Li, Owen and Zhang, NIPS 2012)
/// whose empty bins borrow from others (Shrivastava, "Optimal densification", ICML 2017). Linear in the text.
/// </summary>
internal static class MinHash
{
    /// <summary>Characters of a shingle.</summary>
    public const int ShingleChars = 5;

    /// <summary>Characters of a text that are looked at: half of them at its beginning, half at its end.</summary>
    public const int MaxChars = 4_000;

    /// <summary>Numbers of a signature.</summary>
    public const int Length = 64;

    /// <summary>The shingles of a normalised text, by their hashes: increasing, each once.</summary>
    public static ulong[] Shingles(string text)
    {
        var shingles = new List<ulong>(Math.Min(text.Length, MaxChars));
        if (text.Length <= MaxChars)
        {
            Add(text, shingles);
        }
        else
        {
            Add(text.AsSpan(0, MaxChars / 2), shingles);
            Add(text.AsSpan(text.Length - (MaxChars / 2)), shingles);
        }

        shingles.Sort();
        var distinct = 0;
        for (var i = 0; i < shingles.Count; i++)
        {
            if (i == 0 || shingles[i] != shingles[i - 1])
            {
                shingles[distinct++] = shingles[i];
            }
        }

        return [.. shingles.Take(distinct)];
    }

    /// <summary>
    /// The signature of some shingles: two texts agree in each of its numbers with about the probability of their resemblance.
    /// </summary>
    /// <param name="shingles">At least one.</param>
    /// <param name="signature">Receives <see cref="Length"/> numbers.</param>
    public static void Sign(ReadOnlySpan<ulong> shingles, Span<ulong> signature)
    {
        ArgumentOutOfRangeException.ThrowIfZero(shingles.Length);
        signature.Fill(ulong.MaxValue);
        foreach (var shingle in shingles)
        {
            var bin = (int)(shingle % Length);
            signature[bin] = Math.Min(signature[bin], shingle);
        }

        Span<bool> isEmpty = stackalloc bool[Length];
        for (var i = 0; i < Length; i++)
        {
            isEmpty[i] = signature[i] == ulong.MaxValue;
        }

        for (var i = 0; i < Length; i++)
        {
            for (ulong attempt = 1; isEmpty[i] && signature[i] == ulong.MaxValue; attempt++)
            {
                var from = (int)(StableHash.Mix(((ulong)i << 32) + attempt) % Length);
                signature[i] = isEmpty[from] ? ulong.MaxValue : signature[from];
            }
        }
    }

    /// <summary>
    /// Jaccard's coefficient of two sets of shingles, each increasing: the size of what they share by that of what they hold together.
    /// </summary>
    public static double Resemblance(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        int i = 0, j = 0, shared = 0;
        while (i < a.Length && j < b.Length)
        {
            var (left, right) = (a[i], b[j]);
            shared += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        var together = a.Length + b.Length - shared;
        return together == 0 ? 1 : (double)shared / together;
    }

    private static void Add(ReadOnlySpan<char> text, List<ulong> shingles)
    {
        for (var i = 0; i == 0 || i + ShingleChars <= text.Length; i++)
        {
            shingles.Add(StableHash.Of(text.Slice(i, Math.Min(ShingleChars, text.Length - i))));
        }
    }
}
