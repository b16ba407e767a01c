namespace Freehold.Core.Rules;

/// <summary>Finds letters in a row that every match of a pattern holds: those outside of all groups, classes and choices.</summary>
/// <remarks>It may find fewer than there are, never more: where the pattern's syntax is beyond it, it finds none.</remarks>
internal static class RequiredLiteral
{
    /// <summary>The longest, in lower case; empty where there is none.</summary>
    public static string Of(string pattern)
    {
        var (best, run) = ("", "");
        for (var i = 0; i < pattern.Length; i++)
        {
            var character = pattern[i];
            switch (character)
            {
                case '|':
                    return ""; // A choice between what stands on both sides.
                case '(' when IsInlineOption(pattern, i):
                    return ""; // (?x) and the like change what the rest means.
                case '(':
                    i = EndOfGroup(pattern, i);
                    (best, run) = (Longer(best, run), "");
                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    (best, run) = (Longer(best, run), "");
                    break;
                case '?' or '*' or '{':
                    // What stands before may be absent; a group's or class's end has emptied the run already.
                    (best, run) = (Longer(best, run.Length > 0 ? run[..^1] : ""), "");
                    i = character == '{' ? EndOfCount(pattern, i) : i;
                    break;
                case '\\' when i + 1 < pattern.Length && char.IsAsciiLetterOrDigit(pattern[i + 1]):
                    return ""; // Classes, properties and code points: their lengths differ.
                case '\\' when i + 1 < pattern.Length:
                    run += pattern[++i];
                    break;
                case '.' or '^' or '$' or '+' or ')' or '}':
                case var other when !char.IsAscii(other):
                    (best, run) = (Longer(best, run), "");
                    break;
                default:
                    run += char.ToLowerInvariant(character);
                    break;
            }
        }

        return Longer(best, run);
    }

    private static string Longer(string a, string b) => b.Length > a.Length ? b : a;

    private static bool IsInlineOption(string pattern, int open) =>
        open + 2 < pattern.Length && pattern[open + 1] == '?' && (char.IsAsciiLetter(pattern[open + 2]) || pattern[open + 2] is '-' or '#');

    private static int EndOfGroup(string pattern, int open)
    {
        var depth = 0;
        for (var i = open; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return i;
            }
        }

        return pattern.Length;
    }

    /// <summary>A bracket first in a class is one of its characters; a class may subtract another.</summary>
    private static int EndOfClass(string pattern, int open)
    {
        var start = open + 1 < pattern.Length && pattern[open + 1] == '^' ? open + 2 : open + 1;
        for (var i = start; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when pattern[i - 1] == '-':
                    i = EndOfClass(pattern, i);
                    break;
                case ']' when i > start:
                    return i;
            }
        }

        return pattern.Length;
    }

    private static int EndOfCount(string pattern, int open)
    {
        var end = pattern.IndexOf('}', open);
        return end < 0 ? open : end;
    }
}
