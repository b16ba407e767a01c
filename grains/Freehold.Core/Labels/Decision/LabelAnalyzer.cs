namespace Freehold.Core.Labels.Decision;

/// <summary>
/// Finds the label of a text. Never throws on a text: where the analysis fails, goes over a bound or takes too long, it says so, and the label is
/// the strictest.
/// </summary>
/// <remarks>Thread-safe. Texts that are not short are analysed piece by piece, with a look at the clock between them.</remarks>
/// <param name="analyzer">Finds spans.</param>
/// <param name="time">Measures the time limit.</param>
public sealed class LabelAnalyzer(TextAnalyzer analyzer, TimeProvider time)
{
    /// <summary>Characters that are analysed between two looks at the clock.</summary>
    public const int ChunkChars = 16 << 10;

    /// <summary>Analyses a text by a tenant's rules.</summary>
    public LabelFindings Analyze(ReadOnlySpan<char> text, LabelRuleBook rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var spans = new List<SensitiveSpan>();
        try
        {
            return TryFind(text, rules, spans) ? ToFindings(text, rules, spans) : LabelFindings.Failed(
                $"the analysis took longer than the {rules.TimeLimit.TotalMilliseconds:0} ms that labels.time_limit_ms of the policy allows");
        }
        catch (AnalysisLimitException e)
        {
            return LabelFindings.Failed(e.Message);
        }
        catch (Exception e)
        {
            // Whatever an analyzer does on hostile text, the request is not taken for harmless. The message may hold the text: only its type goes on.
            return LabelFindings.Failed($"the analysis failed ({e.GetType().Name})");
        }
    }

    private bool TryFind(ReadOnlySpan<char> text, LabelRuleBook rules, List<SensitiveSpan> spans)
    {
        var startedAt = time.GetTimestamp();
        if (text.Length <= ChunkChars)
        {
            analyzer.Analyze(text, rules.Terms, spans);
            return time.GetElapsedTime(startedAt) <= rules.TimeLimit;
        }

        var stream = analyzer.Open(rules.Terms);
        while (text.Length > 0)
        {
            var length = Math.Min(ChunkChars, text.Length);
            stream.Append(text[..length], spans);
            text = text[length..];
            if (time.GetElapsedTime(startedAt) > rules.TimeLimit) return false;
        }

        stream.Complete(spans);
        return time.GetElapsedTime(startedAt) <= rules.TimeLimit;
    }

    private static LabelFindings ToFindings(ReadOnlySpan<char> text, LabelRuleBook rules, List<SensitiveSpan> spans)
    {
        if (spans.Count == 0) return LabelFindings.Nothing;
        var (label, redactedLabel) = (Label.Public, Label.Public);
        foreach (var span in spans)
        {
            label = LabelRules.Strictest(label, rules.Of(span));
            redactedLabel = LabelRules.Strictest(redactedLabel, rules.OfRedacted(span));
        }

        return new LabelFindings
        {
            Label = label,
            RedactedLabel = redactedLabel,
            Kinds = [.. spans.Select(span => span.Kind).Distinct().Order()],
            Redacted = rules.RedactsReversibly ? SpanMerger.Merge(text, spans.Where(span => rules.IsRedacted(span))) : [],
        };
    }
}
