using System.Buffers;
using System.Text;

namespace Freehold.Inference.Templates.Values;

/// <summary>Python counts a text's code points, .NET its UTF-16 units: these convert between the two.</summary>
internal static class CodePoints
{
    private static readonly SearchValues<char> Surrogates =
        SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    public static int Count(string text) => Starts(text)?.Length ?? text.Length;

    /// <summary>UTF-16 offset of each code point; null where they are the same, as in most texts.</summary>
    public static int[]? Starts(string text)
    {
        if (!text.AsSpan().ContainsAny(Surrogates))
            return null;
        var starts = new List<int>(text.Length);
        for (var at = 0; at < text.Length; at += LengthAt(text, at))
            starts.Add(at);
        return [.. starts];
    }

    /// <summary>Units of the code point at an offset; a lone surrogate is one.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    /// <summary>Code points in front of a UTF-16 offset.</summary>
    public static int IndexOf(string text, int offset) => offset < 0 ? -1 : Count(text[..offset]);

    /// <summary>UTF-16 offset of a code point, or the text's length.</summary>
    public static int Offset(string text, int index)
    {
        if (Starts(text) is not { } starts)
            return Math.Min(index, text.Length);
        return index < starts.Length ? starts[index] : text.Length;
    }

    public static TemplateValue[] Split(RenderBudget budget, TemplateText text)
    {
        budget.SpendSteps(text.Value.Length);
        var items = new List<TemplateValue>(text.Value.Length);
        for (var at = 0; at < text.Value.Length; at += LengthAt(text.Value, at))
            items.Add(text.Slice(at, LengthAt(text.Value, at)));
        return [.. items];
    }

    /// <summary>Order by code points, which UTF-16 order is not beyond U+FFFF.</summary>
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);
        var (a, b) = (left[same], right[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    public static Rune RuneAt(ReadOnlySpan<char> text, int at) =>
        Rune.DecodeFromUtf16(text[at..], out var rune, out _) == OperationStatus.Done ? rune : Rune.ReplacementChar;
}
