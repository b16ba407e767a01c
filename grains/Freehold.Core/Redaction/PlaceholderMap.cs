using Freehold.Core.Labels;

namespace Freehold.Core.Redaction;

/// <summary>
/// Which placeholder stands for which text, in one exchange. It lives in memory for as long as the exchange and is written nowhere. Equal texts
/// of one kind have one placeholder, so that a model can tell who is who; no placeholder is one that the request itself contains.
/// </summary>
/// <remarks>Adding is not thread-safe; after the last addition reading is.</remarks>
public sealed class PlaceholderMap
{
    /// <summary>Most placeholders of one exchange.</summary>
    public const int MaxPlaceholders = 100_000;

    private readonly HashSet<(SensitiveKind Kind, int Number)> _taken = [];
    private readonly Dictionary<SensitiveKind, int> _lastNumbers = [];
    private readonly Dictionary<(SensitiveKind Kind, string Text), string> _placeholders = [];
    private readonly Dictionary<(SensitiveKind Kind, int Number), string> _originals = [];

    /// <param name="request">All text of the request: what looks like a placeholder in it is never issued.</param>
    public PlaceholderMap(ReadOnlySpan<char> request)
    {
        for (var i = 0; i < request.Length; i++)
        {
            if (!char.IsAsciiLetter(request[i])) continue;
            var tag = PlaceholderCore.MatchTag(request[i..], isLenient: true, isFinal: true);
            if (tag.State == MatchState.Found) Take(tag.Kind, request[(i + tag.Length)..]);
        }
    }

    /// <summary>Number of placeholders.</summary>
    public int Count => _originals.Count;

    /// <summary>The placeholder for a text, a new one where it has none yet.</summary>
    /// <exception cref="RedactionLimitException">There are too many.</exception>
    public string Add(SensitiveKind kind, string text)
    {
        if (_placeholders.TryGetValue((kind, text), out var placeholder)) return placeholder;
        if (Count == MaxPlaceholders)
        {
            throw new RedactionLimitException(
                $"The request has more than {MaxPlaceholders} different sensitive texts, the most that are replaced; send it in parts.");
        }

        var number = _lastNumbers.GetValueOrDefault(kind);
        do number++; while (_taken.Contains((kind, number)));
        _lastNumbers[kind] = number;
        _originals[(kind, number)] = text;
        return _placeholders[(kind, text)] = $"<{PlaceholderCore.Write(kind, number)}>";
    }

    /// <summary>Takes the number that a text begins with, and what is left of it where a placeholder takes the place of its last digits.</summary>
    private void Take(SensitiveKind kind, ReadOnlySpan<char> text)
    {
        var number = 0;
        for (var i = 0; i < Math.Min(text.Length, PlaceholderCore.MaxDigits) && char.IsAsciiDigit(text[i]); i++)
        {
            number = number * 10 + text[i] - '0';
            _taken.Add((kind, number));
        }
    }

    /// <summary>What a placeholder stands for; null for one that was not issued.</summary>
    internal string? Find(SensitiveKind kind, int number) => _originals.GetValueOrDefault((kind, number));
}
