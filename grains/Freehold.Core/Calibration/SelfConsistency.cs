using System.Text.Json;

namespace Freehold.Core.Calibration;

/// <summary>How far samples of the same prompt agree with an answer (self-consistency: Wang et al., ICLR 2023).</summary>
public static class SelfConsistency
{
    /// <summary>Words of a text that are compared; what comes after them says nothing new.</summary>
    public const int MaxWords = 256;

    /// <summary>
    /// Mean agreement of the samples with the answer, 0 to 1; NaN where there is no sample. Samples may be cut short: an answer is compared as
    /// far as the sample goes.
    /// </summary>
    public static double Agreement(string answer, IReadOnlyList<string> samples)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            return double.NaN;
        }

        var words = Words(answer);
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += Agreement(words, Words(sample));
        }

        return sum / samples.Count;
    }

    /// <summary>True where the text is one JSON value and nothing else.</summary>
    public static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>1 for the same words in any case and punctuation; else the F1 of their bags of words, as SQuAD scores answers.</summary>
    private static double Agreement(List<string> answer, List<string> sample)
    {
        var compared = answer.Count > sample.Count ? answer.GetRange(0, sample.Count) : answer;
        if (compared.Count == 0)
        {
            return answer.Count == sample.Count ? 1 : 0;
        }

        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in compared)
        {
            left[word] = left.GetValueOrDefault(word) + 1;
        }

        var common = 0;
        foreach (var word in sample)
        {
            if (left.TryGetValue(word, out var count) && count > 0)
            {
                left[word] = count - 1;
                common++;
            }
        }

        return 2.0 * common / (compared.Count + sample.Count);
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (int start = 0, end; start < text.Length && words.Count < MaxWords; start = end + 1)
        {
            for (end = start; end < text.Length && char.IsLetterOrDigit(text[end]); end++)
            {
            }

            if (end > start)
            {
                words.Add(text[start..end].ToLowerInvariant());
            }
        }

        return words;
    }
}
