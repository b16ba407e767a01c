using System.Text.Json;

namespace Freehold.Core.Routing.Students;

/// <summary>When two answers are the same.</summary>
public enum AgreementKind
{
    Class = 0,
    Json = 1,
    Text = 2,
}

/// <summary>Compares what a student says with what its teacher said, while the request runs.</summary>
public static class AnswerAgreement
{
    /// <summary>Texts agree from this token F1 on.</summary>
    public const double LeastTextF1 = 0.7;

    /// <summary>Longest text whose words are compared, in UTF-16 units; what comes after says nothing.</summary>
    private const int MaxTextLength = 32_768;

    private const string Fence = "```";

    /// <summary>True where both say the same.</summary>
    public static bool Holds(AgreementKind kind, string student, string teacher)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(teacher);
        return kind switch
        {
            AgreementKind.Class => Bare(student).Equals(Bare(teacher), StringComparison.OrdinalIgnoreCase),
            AgreementKind.Json => AreEqualJson(student, teacher),
            _ => TokenF1(student, teacher) >= LeastTextF1,
        };
    }

    /// <summary>Harmonic mean of the shares of words that either has of the other's, each counted as often as it stands; 1 for two empty texts.</summary>
    public static double TokenF1(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var (ours, theirs, common) = (0, 0, 0);
        foreach (var word in WordsOf(one))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
            ours++;
        }

        foreach (var word in WordsOf(other))
        {
            theirs++;
            if (counts.GetValueOrDefault(word) is > 0 and var left)
            {
                counts[word] = left - 1;
                common++;
            }
        }

        return ours + theirs == 0 ? 1 : 2.0 * common / (ours + theirs);
    }

    /// <summary>A class without what models like to write around it: white space, quotes, a full stop.</summary>
    private static ReadOnlySpan<char> Bare(string text) => text.AsSpan().Trim().TrimEnd('.').Trim("\"'`").Trim();

    private static bool AreEqualJson(string one, string other)
    {
        try
        {
            using var ours = JsonDocument.Parse(Unfenced(one));
            using var theirs = JsonDocument.Parse(Unfenced(other));
            return JsonElement.DeepEquals(ours.RootElement, theirs.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Chat models put JSON into a code fence of Markdown, whatever they are told.</summary>
    internal static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        var lineEnd = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return trimmed.StartsWith(Fence, StringComparison.Ordinal) && trimmed.EndsWith(Fence, StringComparison.Ordinal)
            && lineEnd > 0 && lineEnd < trimmed.Length - Fence.Length
            ? trimmed[lineEnd..^Fence.Length]
            : trimmed;
    }

    private static IEnumerable<string> WordsOf(string text)
    {
        var end = Math.Min(text.Length, MaxTextLength);
        for (int start = 0, at = 0; at <= end; at++)
        {
            if (at < end && char.IsLetterOrDigit(text[at]))
            {
                continue;
            }

            if (at > start)
            {
                yield return text[start..at];
            }

            start = at + 1;
        }
    }
}
