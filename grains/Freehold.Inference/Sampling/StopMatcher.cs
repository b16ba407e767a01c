namespace Freehold.Inference.Sampling;

/// <summary>
/// Watches a text for stop sequences. What might be the beginning of one is held back until it is certain; at most the longest stop
/// sequence is.
/// </summary>
internal sealed class StopMatcher(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>True once a stop sequence has come; nothing is emitted after it.</summary>
    public bool Matched { get; private set; }

    /// <summary>Takes text and returns what is certain not to be part of a stop sequence.</summary>
    public string Push(string text)
    {
        if (stops.Count == 0 || text.Length == 0)
            return text;

        text = _held + text;
        if (FindFirst(text) is { } cut)
        {
            Matched = true;
            _held = "";
            return text[..cut];
        }

        var certain = text.Length - LongestBeginning(text);
        _held = text[certain..];
        return text[..certain];
    }

    /// <summary>Ends the text: what was held back turned out to be none.</summary>
    public string Flush()
    {
        var held = _held;
        _held = "";
        return held;
    }

    // The stop sequence that is complete first wins, of several the longest: so the answer does not depend on how the text was cut up.
    private int? FindFirst(string text)
    {
        var best = (End: int.MaxValue, Start: int.MaxValue);
        foreach (var stop in stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (at + stop.Length, at).CompareTo(best) < 0)
                best = (at + stop.Length, at);
        }

        return best.Start < int.MaxValue ? best.Start : null;
    }

    private int LongestBeginning(string text)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                    longest = length;
            }
        }

        return longest;
    }
}
