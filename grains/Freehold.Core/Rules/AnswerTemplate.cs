using System.Text.RegularExpressions;

namespace Freehold.Core.Rules;

/// <summary>The text of a rule's answer; <c>{{name}}</c> stands for what the pattern's group of that name matched.</summary>
public sealed class AnswerTemplate
{
    /// <summary>Longest answer, in characters, before its groups are filled in.</summary>
    public const int MaxLength = 16_000;

    private readonly (string Text, bool IsGroup)[] _parts;

    private AnswerTemplate((string Text, bool IsGroup)[] parts) => _parts = parts;

    /// <summary>The groups that the text names, in their order.</summary>
    public IEnumerable<string> Groups => _parts.Where(part => part.IsGroup).Select(part => part.Text);

    /// <summary>Reads a template. Braces that enclose no name stay as they are.</summary>
    public static AnswerTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<(string, bool)>();
        var done = 0;
        for (var at = 0; (at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf("}}", at + 2, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            var name = text[(at + 2)..end].Trim();
            if (name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            {
                parts.Add((text[done..at], false));
                parts.Add((name, true));
                done = at = end + 2;
            }
            else
            {
                at += 2;
            }
        }

        parts.Add((text[done..], false));
        return new AnswerTemplate([.. parts.Where(part => part.Item1.Length > 0)]);
    }

    /// <summary>The answer; <paramref name="match"/> is null for an exact rule.</summary>
    public string Fill(Match? match) => _parts.Length == 1 && !_parts[0].IsGroup
        ? _parts[0].Text
        : string.Concat(_parts.Select(part => part.IsGroup ? match?.Groups[part.Text].Value : part.Text));
}
