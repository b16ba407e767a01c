namespace Freehold.Benchmarks.Flywheel;

/// <summary>A teacher that knows the right answers and errs in a stated share of the texts, always in the same ones.</summary>
internal sealed class ErringTeacher(IntentSet set, ulong seed)
{
    /// <summary>Share of texts that it answers with a label by chance.</summary>
    public const double ErrorShare = 0.05;

    private readonly Dictionary<string, string> _truth = set.Train.Concat(set.Live).Concat(set.Test).Concat(set.OutOfScope)
        .GroupBy(text => text.Text, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last().Label, StringComparer.Ordinal);

    /// <summary>Its answer; the label of what is out of scope where it does not know the text.</summary>
    public string Answer(string text)
    {
        var truth = _truth.GetValueOrDefault(text, IntentSet.OutOfScopeLabel);
        if (TextChance.Of(text, seed, "errs") >= ErrorShare)
            return truth;
        var others = set.Labels.Length - (truth == IntentSet.OutOfScopeLabel ? 0 : 1);
        var wrong = set.Labels[(int)(TextChance.Of(text, seed, "wrong") * others)];
        return string.CompareOrdinal(wrong, truth) >= 0 && others < set.Labels.Length
            ? set.Labels[Array.IndexOf(set.Labels, wrong) + 1]
            : wrong;
    }
}
