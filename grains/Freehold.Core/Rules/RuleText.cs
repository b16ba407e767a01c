using System.Text;

namespace Freehold.Core.Rules;

/// <summary>A message as rules compare it: so that spacing makes no difference.</summary>
public static class RuleText
{
    /// <summary>Longest message that rules look at, in characters: what is longer is a task, not a question with a fixed answer.</summary>
    public const int MaxLength = 4_000;

    /// <summary>Runs of white space as one space, none at the ends; null for a text that is empty or too long.</summary>
    public static string? Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            return null;
        }

        var result = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                result.Append(character);
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }

        var length = result.Length > 0 && result[^1] == ' ' ? result.Length - 1 : result.Length;
        return length == 0 ? null : result.ToString(0, length);
    }

    /// <summary>The key of an exact rule: a normal text without letter case.</summary>
    public static string ToKey(string normal)
    {
        ArgumentNullException.ThrowIfNull(normal);
        return normal.ToLowerInvariant();
    }
}
