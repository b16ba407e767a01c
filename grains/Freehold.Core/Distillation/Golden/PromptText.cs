using System.Text;

namespace Freehold.Core.Distillation.Golden;

/// <summary>Prompts as they are compared: case, white space and the punctuation at their ends say nothing.</summary>
internal static class PromptText
{
    /// <summary>Longest text of a prompt or an answer, in characters; what is longer is no example.</summary>
    public const int MaxChars = 100_000;

    /// <summary>The text to compare by; empty for a text without any letter, digit or sign in its middle.</summary>
    public static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                normal.Append(char.ToLowerInvariant(c));
            }
            else if (normal.Length > 0 && normal[^1] != ' ')
            {
                normal.Append(' ');
            }
        }

        var end = normal.Length;
        while (end > 0 && normal[end - 1] is (' ' or '.' or '!' or '?' or ',' or ';' or ':'))
        {
            end--;
        }

        return normal.ToString(0, end);
    }
}
