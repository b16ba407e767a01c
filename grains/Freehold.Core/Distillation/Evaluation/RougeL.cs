namespace Freehold.Core.Distillation.Evaluation;

/// <summary>
/// The F-measure of the longest common subsequence of words (ROUGE-L: Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004).
/// </summary>
public static class RougeL
{
    /// <summary>Words of a text that are looked at.</summary>
    public const int MaxWords = 2_048;

    /// <summary>0 for nothing in common, 1 for the same words in the same order; 1 for two texts without words.</summary>
    public static double F(string answer, string reference)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(reference);
        var (ours, theirs) = (WordsOf(answer), WordsOf(reference));
        return ours.Count + theirs.Count == 0 ? 1 : 2.0 * LongestCommon(ours, theirs) / (ours.Count + theirs.Count);
    }

    /// <summary>
    /// Length of the longest common subsequence, 64 words of the one at a time (Hyyrö, "Bit-parallel LCS-length computation revisited",
    /// AWOCA 2004).
    /// </summary>
    private static int LongestCommon(List<string> ours, List<string> theirs)
    {
        var blocks = (ours.Count + 63) / 64;
        var places = new Dictionary<string, ulong[]>(StringComparer.Ordinal);
        for (var i = 0; i < ours.Count; i++)
        {
            if (!places.TryGetValue(ours[i], out var bits))
            {
                places.Add(ours[i], bits = new ulong[blocks]);
            }

            bits[i / 64] |= 1UL << (i % 64);
        }

        // A zero stands where the subsequence grows by a word.
        var row = new ulong[blocks];
        Array.Fill(row, ulong.MaxValue);
        foreach (var word in theirs)
        {
            if (places.TryGetValue(word, out var bits))
            {
                Advance(row, bits);
            }
        }

        var length = 0;
        for (var i = 0; i < ours.Count; i++)
        {
            length += (row[i / 64] >> (i % 64) & 1) == 0 ? 1 : 0;
        }

        return length;
    }

    private static void Advance(ulong[] row, ulong[] bits)
    {
        var carry = 0UL;
        for (var block = 0; block < row.Length; block++)
        {
            var matches = row[block] & bits[block];
            var sum = (UInt128)row[block] + matches + carry;
            carry = (ulong)(sum >> 64);
            row[block] = (ulong)sum | (row[block] - matches);
        }
    }

    private static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var from = 0;
        for (var i = 0; i <= text.Length && words.Count < MaxWords; i++)
        {
            if (i == text.Length || !char.IsLetterOrDigit(text[i]))
            {
                if (i > from)
                {
                    words.Add(text[from..i].ToLowerInvariant());
                }

                from = i + 1;
            }
        }

        return words;
    }
}
