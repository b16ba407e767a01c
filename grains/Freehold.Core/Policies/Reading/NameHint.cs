namespace Freehold.Core.Policies.Reading;

/// <summary>What somebody may have meant by a name that is unknown.</summary>
internal static class NameHint
{
    /// <summary>Longest name that is compared.</summary>
    private const int MaxLength = 64;

    /// <summary>The remedy: the nearest name where one is near, else all of them.</summary>
    public static string For(string name, IReadOnlyList<string> known)
    {
        var nearest = name.Length > MaxLength ? null : known.MinBy(candidate => Distance(name.ToLowerInvariant(), candidate));
        return nearest is not null && Distance(name.ToLowerInvariant(), nearest) <= Math.Max(1, nearest.Length / 3)
            ? $"did you mean '{nearest}'?"
            : $"use one of {string.Join(", ", known)}";
    }

    /// <summary>Edits from one to the other (Levenshtein 1966).</summary>
    internal static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[MaxLength + 1];
        b = b.Length > MaxLength ? b[..MaxLength] : b;
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
