namespace Freehold.Core.Labels.Evaluation;

/// <summary>Right, missed and wrong spans of one kind or of all.</summary>
/// <param name="Matched">Marked spans that were found.</param>
/// <param name="Missed">Marked spans that were not.</param>
/// <param name="Spurious">Found spans that are not marked.</param>
public readonly record struct SpanScore(int Matched, int Missed, int Spurious)
{
    /// <summary>Marked spans.</summary>
    public int Marked => Matched + Missed;

    /// <summary>Share of what was found that is marked; 0 where nothing was found.</summary>
    public double Precision => Ratio(Matched, Matched + Spurious);

    /// <summary>Share of what is marked that was found; 0 where nothing is marked.</summary>
    public double Recall => Ratio(Matched, Marked);

    /// <summary>Harmonic mean of the two.</summary>
    public double F1 => Ratio(2 * Matched, (2 * Matched) + Missed + Spurious);

    public static SpanScore operator +(SpanScore a, SpanScore b) => Add(a, b);

    public static SpanScore Add(SpanScore left, SpanScore right) =>
        new(left.Matched + right.Matched, left.Missed + right.Missed, left.Spurious + right.Spurious);

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
