using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Labels.Terms;
using Freehold.Core.Policies;

namespace Freehold.Core.Redaction;

/// <summary>
/// Takes what names somebody, and secrets, out of text that is kept: <c>[email_address]</c> stands for an address, and there is no way back. For what others say
/// (errors of providers, comments of feedback), which may repeat a prompt.
/// </summary>
/// <remarks>Thread-safe. Never throws: a text that cannot be analysed is left out as a whole.</remarks>
/// <param name="analyzer">Finds spans.</param>
public sealed class LogRedactor(TextAnalyzer analyzer)
{
    private static readonly Lazy<LogRedactor> Lazily = new(() => new LogRedactor(new TextAnalyzer()));

    /// <summary>One with the analyzer that is built in; made when it is first needed.</summary>
    public static LogRedactor Shared => Lazily.Value;

    /// <summary>Longest text that is kept, in characters; the rest is cut off.</summary>
    public const int MaxChars = 8 << 10;

    /// <summary>What stands for a text that could not be analysed.</summary>
    public const string Unreadable = "[redacted]";

    /// <summary>The text as it may be kept; null for null.</summary>
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        var kept = text.AsSpan(0, Math.Min(text.Length, MaxChars));
        var spans = new List<SensitiveSpan>();
        try
        {
            analyzer.Analyze(kept, TermSet.Empty, spans);
        }
        catch (Exception)
        {
            return Unreadable;
        }

        // Cities, dates and the like name nobody by themselves, and a message without them would say nothing.
        spans.RemoveAll(span => LabelPolicy.IndirectKinds.Contains(span.Kind));
        if (spans.Count == 0) return kept.Length == text.Length ? text : kept.ToString() + "…";
        var redacted = new StringBuilder();
        var copied = 0;
        foreach (var span in SpanMerger.Merge(kept, spans))
        {
            redacted.Append(kept[copied..span.Start]).Append('[').Append(span.Kind.Name()).Append(']');
            copied = span.End;
        }

        return redacted.Append(kept[copied..]).Append(kept.Length == text.Length ? "" : "…").ToString();
    }
}
