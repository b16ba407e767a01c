using System.Runtime.CompilerServices;

namespace Freehold.Core.Features;

/// <summary>
/// Computes <see cref="RequestFeatures"/>: n-grams of words, of stems and of letters, and the signals of the surface. Linear in the
/// text, whatever it holds; it allocates the result and nothing else.
/// </summary>
/// <remarks>
/// A text of more than <see cref="MaxChars"/> is read as its first <see cref="HeadChars"/> and last <see cref="TailChars"/> characters:
/// what is asked stands at the start or at the end. Of more n-grams than <see cref="RequestFeatures.MaxBuckets"/> words are kept before
/// pairs of words, and those before parts of words; the kind that does not fit whole is sampled by hash, so that two texts keep the same
/// ones (bottom-k sampling: Broder 1997).
/// </remarks>
public static class FeatureExtractor
{
    /// <summary>Characters read of a longer text.</summary>
    public const int MaxChars = HeadChars + TailChars;

    private const int HeadChars = 6_144;
    private const int TailChars = 2_048;

    /// <summary>Letters of a stem: endings differ, the start tells the subject.</summary>
    private const int StemChars = 5;

    private const int GramChars = 4;
    private const uint PairSeed = 0x9E3779B9;
    private const uint StemSeed = 0x85EBCA77;
    private const uint ShapeSeed = 0xC2B2AE3D;
    private const uint WorkloadSeed = 0x27D4EB2F;

    /// <summary>The features of a prompt.</summary>
    public static RequestFeatures Extract(ReadOnlySpan<char> prompt, in FeatureContext context)
    {
        var table = new NgramTable(
            stackalloc ushort[NgramTable.Slots], stackalloc uint[NgramTable.MaxDistinct], stackalloc byte[NgramTable.MaxDistinct]);
        var surface = new SurfaceCounter(prompt.Length, context.Turn);
        if (prompt.Length <= MaxChars)
        {
            Read(prompt, ref table, ref surface);
        }
        else
        {
            Read(prompt[..HeadChars], ref table, ref surface);
            Read(prompt[^TailChars..], ref table, ref surface);
        }

        var features = new RequestFeatures(table.ToEntries(), surface.ToSignals());
        return context.Workload is { Length: > 0 } workload ? features.With(HashOfWorkload(workload)) : features;
    }

    /// <summary>The same features with a workload that was found later; as if it had been in the context.</summary>
    public static RequestFeatures WithWorkload(RequestFeatures features, string workload)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentException.ThrowIfNullOrEmpty(workload);
        return features.With(HashOfWorkload(workload));
    }

    private static void Read(ReadOnlySpan<char> text, ref NgramTable table, ref SurfaceCounter surface)
    {
        var before = 0u;
        for (var at = 0; at < text.Length;)
        {
            var kind = CharKinds.Of(text[at]);
            uint token;
            if (kind is CharKind.Letter)
            {
                var length = surface.AddWord(text[at..]);
                token = AddWord(text.Slice(at, length), ref table);
                at += length;
            }
            else if (kind == CharKind.Space)
            {
                surface.Add(text[at++], CharKind.Space);
                continue;
            }
            else if (kind is CharKind.Digit)
            {
                var end = at + 1;
                surface.Add(text[at], CharKind.Digit);
                for (; end < text.Length && CharKinds.Of(text[end]) == CharKind.Digit; end++) surface.Add(text[end], CharKind.Digit);
                // Of a number its length counts: the digits themselves are of one prompt only.
                token = Mix(ShapeSeed + (uint)Math.Min(end - at, GramChars));
                at = end;
            }
            else
            {
                surface.Add(text[at], CharKind.Single);
                token = Mix(ShapeSeed ^ ((uint)text[at++] << 8));
            }

            table.Add(token, NgramKind.Word);
            if (before != 0) table.Add(Mix((before * PairSeed) + token), NgramKind.Pair);
            before = token;
        }
    }

    private static uint AddWord(ReadOnlySpan<char> word, ref NgramTable table)
    {
        var hash = 2_166_136_261u;
        var gram = 1ul; // as if a mark stood before the word, so that its start differs from its middle
        for (var i = 0; i < word.Length; i++)
        {
            var letter = CharKinds.Lower(word[i]);
            hash = (hash ^ letter) * 16_777_619u;
            gram = (gram << 16) | letter;
            if (i == StemChars - 1 && word.Length > StemChars) table.Add(Mix(hash + StemSeed), NgramKind.Part);
            if (i >= GramChars - 2 && word.Length > GramChars) table.Add((uint)((gram * 0x9E3779B97F4A7C15ul) >> 32), NgramKind.Part);
        }

        return Mix(hash);
    }

    private static uint HashOfWorkload(string workload) => Mix(HashOf(workload) + WorkloadSeed);

    private static uint HashOf(ReadOnlySpan<char> text)
    {
        var hash = 2_166_136_261u; // FNV-1a
        foreach (var character in text) hash = (hash ^ character) * 16_777_619u;
        return hash;
    }

    /// <summary>The finaliser of MurmurHash3: every bit of the result depends on every bit of the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }
}
