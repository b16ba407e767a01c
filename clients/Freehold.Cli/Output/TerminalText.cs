namespace Freehold.Cli.Output;

/// <summary>
/// Text from elsewhere on a terminal. A model, a client or a file may have put control sequences into it, and those could move the
/// cursor, rewrite what stands above or set the clipboard.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text in one line, control characters as spaces.</summary>
    public static string Clean(string text) => Replace(text, keepLines: false);

    /// <summary>The text with its lines and tabs, other control characters left out.</summary>
    public static string CleanLines(string text) => Replace(text, keepLines: true);

    private static string Replace(string text, bool keepLines)
    {
        if (!text.Any(char.IsControl)) return text;
        return keepLines
            ? string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t'))
            : string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
