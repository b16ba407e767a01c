namespace Freehold.Core.Redaction;

/// <summary>
/// How models write a placeholder that was given to them as <c>&lt;PERSON_1&gt;</c>. The further a form is from that one, the more of the rest
/// must be right:
/// <list type="bullet">
/// <item>after an opening bracket (<c>&lt;</c>, <c>&amp;lt;</c> or JSON's escape of it, and at most two spaces) any case, and <c>-</c> or a space
/// for <c>_</c>; a closing bracket that follows belongs to it, one that is missing may be;</item>
/// <item>without an opening bracket only in capitals with <c>_</c>, as a word of its own; a closing bracket right after it belongs to it.</item>
/// </list>
/// In both, <c>_</c> may have Markdown's backslash before it.
/// </summary>
internal static class PlaceholderPattern
{
    private const int MaxSpaces = 2;

    private static readonly string[] Opening = ["<", "&lt;", "\\u003c"];
    private static readonly string[] Closing = [">", "&gt;", "\\u003e"];

    /// <summary>Characters that can begin one.</summary>
    public static string Starts { get; } = "<&\\" + PlaceholderCore.Initials;

    /// <summary>No form is longer: what a stream holds back is bounded by this.</summary>
    public static int MaxLength { get; } = Opening.Max(bracket => bracket.Length) * 2 + MaxSpaces * 2 + PlaceholderCore.MaxLength;

    /// <summary>Matches at the beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="before">The character before it; NUL at the very beginning.</param>
    /// <param name="isFinal">True where nothing follows the text.</param>
    public static PlaceholderMatch Match(ReadOnlySpan<char> text, char before, bool isFinal)
    {
        var (state, opened) = Bracket(text, Opening, isFinal);
        if (state == MatchState.NeedsMore) return PlaceholderMatch.NeedsMore;
        if (state == MatchState.None)
        {
            return IsWord(before) ? PlaceholderMatch.None : Close(text, PlaceholderCore.Match(text, isLenient: false, isFinal), 0, isFinal);
        }

        var start = opened + Spaces(text[opened..]);
        if (start == text.Length && !isFinal) return PlaceholderMatch.NeedsMore;
        var core = PlaceholderCore.Match(text[start..], isLenient: true, isFinal);
        return Close(text, core with { Length = start + core.Length }, MaxSpaces, isFinal);
    }

    /// <summary>Adds the closing bracket, or checks that the placeholder ends where a word does.</summary>
    private static PlaceholderMatch Close(ReadOnlySpan<char> text, PlaceholderMatch core, int maxSpaces, bool isFinal)
    {
        if (core.State != MatchState.Found) return core;
        var rest = text[core.Length..];
        var spaces = maxSpaces == 0 ? 0 : Spaces(rest);
        var (state, closed) = Bracket(rest[spaces..], Closing, isFinal);
        if (state == MatchState.NeedsMore) return PlaceholderMatch.NeedsMore;
        if (state == MatchState.Found) return core with { Length = core.Length + spaces + closed };
        return rest.Length > 0 && IsWord(rest[0]) ? PlaceholderMatch.None : core;
    }

    private static (MatchState State, int Length) Bracket(ReadOnlySpan<char> text, string[] forms, bool isFinal)
    {
        if (text.IsEmpty) return (isFinal ? MatchState.None : MatchState.NeedsMore, 0);
        foreach (var form in forms)
        {
            if (text.StartsWith(form, StringComparison.OrdinalIgnoreCase)) return (MatchState.Found, form.Length);
            if (!isFinal && form.AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase)) return (MatchState.NeedsMore, 0);
        }

        return (MatchState.None, 0);
    }

    private static int Spaces(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < MaxSpaces && count < text.Length && text[count] == ' ') count++;
        return count;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
