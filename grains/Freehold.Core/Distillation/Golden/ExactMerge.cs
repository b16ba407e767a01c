using Freehold.Core.Policies;

namespace Freehold.Core.Distillation.Golden;

/// <summary>
/// Makes one example of all with the same prompt. Where their answers differ, the one that most of them have stays, of those alone that
/// feedback vouches for if there are such; where two have as many, nobody knows, and none stays.
/// </summary>
internal sealed class ExactMerge(CuratorOptions options, DropLog dropped)
{
    public List<GoldenEntry> Merge(IReadOnlyList<GoldenEntry> entries)
    {
        var merged = new List<GoldenEntry>(entries.Count);
        foreach (var same in entries.GroupBy(KeyOf, StringComparer.Ordinal))
        {
            if (Choose([.. same.OrderBy(entry => entry.At).ThenBy(entry => entry.Example.OutcomeId, StringComparer.Ordinal)]) is { } chosen)
            {
                merged.Add(chosen);
            }
        }

        return merged;
    }

    private GoldenEntry? Choose(GoldenEntry[] same)
    {
        var voters = Array.Exists(same, entry => entry.Example.IsVerified) ? Array.FindAll(same, entry => entry.Example.IsVerified) : same;
        var votes = voters.CountBy(entry => entry.Example.Answer, StringComparer.Ordinal).OrderByDescending(pair => pair.Value).ToArray();
        var isTie = votes.Length > 1 && votes[1].Value == votes[0].Value;
        var answer = isTie && !AnswersMayDiffer ? null : votes[0].Key;
        foreach (var loser in same.Where(entry => entry.Example.Answer != answer))
        {
            dropped.Add(AnswersMayDiffer ? DropReason.NearDuplicate : DropReason.Contradiction, loser.Example.OutcomeId);
        }

        if (answer is null)
        {
            return null;
        }

        var agreeing = Array.FindAll(same, entry => entry.Example.Answer == answer);
        var first = agreeing[0];
        first.Example = first.Example with
        {
            Count = agreeing.Length,
            IsVerified = voters != same || first.Example.IsVerified,
            Label = agreeing.Max(entry => entry.Example.Label),
        };
        return first;
    }

    /// <summary>Two good texts for one prompt are no contradiction; two classes are.</summary>
    private bool AnswersMayDiffer => options.Task == DistillTask.Text;

    // Free text depends on the turns before; a specialist reads the last one alone.
    private string KeyOf(GoldenEntry entry) =>
        options.Task == DistillTask.Text ? $"{entry.Prompt}\n{PromptText.Normalize(entry.Example.Context)}" : entry.Prompt;
}
