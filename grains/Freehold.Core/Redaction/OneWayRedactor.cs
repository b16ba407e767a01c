using System.Text;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Labels.Terms;
using Freehold.Core.Policies;

namespace Freehold.Core.Redaction;

/// <summary>
/// Takes what names somebody, and secrets, out of a text for good: <c>[email_address]</c> stands for an address, and there is no way back.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="analyzer">Finds spans.</param>
public sealed class OneWayRedactor(TextAnalyzer analyzer)
{
    /// <summary>
    /// True for a kind that is taken out. Cities, dates and the like name nobody by themselves, and a text without them would say nothing.
    /// </summary>
    public static bool TakesOut(SensitiveKind kind) => kind != SensitiveKind.Term && !LabelPolicy.IndirectKinds.Contains(kind);

    /// <summary>Whether anything was taken out, and the text without it.</summary>
    /// <exception cref="Exception">The text cannot be analysed: whoever keeps it must not.</exception>
    public bool TryRedact(ReadOnlySpan<char> text, out string redacted)
    {
        var spans = new List<SensitiveSpan>();
        analyzer.Analyze(text, TermSet.Empty, spans);
        spans.RemoveAll(span => !TakesOut(span.Kind));
        if (spans.Count == 0)
        {
            redacted = text.ToString();
            return false;
        }

        var output = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var span in SpanMerger.Merge(text, spans))
        {
            output.Append(text[copied..span.Start]).Append('[').Append(span.Kind.Name()).Append(']');
            copied = span.End;
        }

        redacted = output.Append(text[copied..]).ToString();
        return true;
    }
}
