using System.Globalization;
using Freehold.Core.Labels;

namespace Freehold.Core.Redaction;

/// <summary>The part of a placeholder between its brackets: the kind's name in capitals, <c>_</c> and a number.</summary>
internal static class PlaceholderCore
{
    /// <summary>Most digits of a number.</summary>
    public const int MaxDigits = 6;

    private static readonly (string Tag, SensitiveKind Kind)[] Tags =
        [.. Enum.GetValues<SensitiveKind>().Where(kind => kind != SensitiveKind.None).Select(kind => (kind.Name().ToUpperInvariant(), kind))];

    /// <summary>The first letters of all, in capitals.</summary>
    public static string Initials { get; } = string.Concat(Tags.Select(tag => tag.Tag[0]).Distinct());

    /// <summary>Longest core as a model may write it: each <c>_</c> with a backslash before it, as Markdown has it.</summary>
    public static int MaxLength { get; } = Tags.Max(tag => tag.Tag.Length + tag.Tag.Count(c => c == '_')) + 2 + MaxDigits;

    public static string Write(SensitiveKind kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind.Name().ToUpperInvariant()}_{number}");

    /// <summary>Matches at the beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLenient">Any case, and <c>-</c> or a space in place of <c>_</c>.</param>
    /// <param name="isFinal">True where nothing follows the text.</param>
    public static PlaceholderMatch Match(ReadOnlySpan<char> text, bool isLenient, bool isFinal)
    {
        var tag = MatchTag(text, isLenient, isFinal);
        if (tag.State != MatchState.Found) return tag;
        var rest = text[tag.Length..];
        var (digits, number) = (0, 0);
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
        {
            number = number * 10 + rest[digits] - '0';
            if (++digits > MaxDigits || number == 0) return PlaceholderMatch.None;
        }

        return digits == rest.Length && !isFinal ? PlaceholderMatch.NeedsMore
            : digits == 0 ? PlaceholderMatch.None
            : tag with { Length = tag.Length + digits, Number = number };
    }

    /// <summary>Matches the kind and the <c>_</c> after it; the number is 0.</summary>
    public static PlaceholderMatch MatchTag(ReadOnlySpan<char> text, bool isLenient, bool isFinal)
    {
        var needsMore = false;
        foreach (var (tag, kind) in Tags)
        {
            var (state, length) = MatchTag(text, tag, isLenient);
            if (state == MatchState.Found) return new PlaceholderMatch(state, length, kind);
            needsMore |= state == MatchState.NeedsMore;
        }

        return needsMore && !isFinal ? PlaceholderMatch.NeedsMore : PlaceholderMatch.None;
    }

    private static (MatchState State, int Length) MatchTag(ReadOnlySpan<char> text, string tag, bool isLenient)
    {
        var at = 0;
        for (var i = 0; i <= tag.Length; i++)
        {
            if (at == text.Length) return (MatchState.NeedsMore, 0);
            if (i == tag.Length || tag[i] == '_')
            {
                if (text[at] == '\\' && ++at == text.Length) return (MatchState.NeedsMore, 0);
                if (text[at] != '_' && !(isLenient && text[at] is '-' or ' ')) return (MatchState.None, 0);
            }
            else if (text[at] != tag[i] && !(isLenient && char.ToUpperInvariant(text[at]) == tag[i]))
            {
                return (MatchState.None, 0);
            }

            at++;
        }

        return (MatchState.Found, at);
    }
}
