using System.Text;
using Freehold.Core.Labels;

namespace Freehold.Core.Redaction;

/// <summary>Puts placeholders in place of spans of one text.</summary>
public static class TextRedactor
{
    /// <summary>The text with placeholders.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">In order, none over another one.</param>
    /// <param name="map">Receives what each placeholder stands for; made for a text that holds this one.</param>
    /// <exception cref="RedactionLimitException">There are too many.</exception>
    public static string Redact(ReadOnlySpan<char> text, IEnumerable<SensitiveSpan> spans, PlaceholderMap map)
    {
        ArgumentNullException.ThrowIfNull(spans);
        ArgumentNullException.ThrowIfNull(map);
        var redacted = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var span in spans)
        {
            redacted.Append(text[copied..span.Start]).Append(map.Add(span.Kind, text.Slice(span.Start, span.Length).ToString()));
            copied = span.End;
        }

        return redacted.Append(text[copied..]).ToString();
    }
}
