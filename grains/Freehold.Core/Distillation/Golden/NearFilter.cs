using Freehold.Core.Policies;

namespace Freehold.Core.Distillation.Golden;

/// <summary>
/// Keeps prompts that are nearly the same on one side: what is trained on is like nothing that is measured by. Within the training part it
/// drops contradictions of near prompts, and the surplus of large groups.
/// </summary>
internal sealed class NearFilter(CuratorOptions options, DropLog dropped, CancellationToken cancellationToken)
{
    /// <summary>Filters the parts; <paramref name="parts"/> are in the order of their places.</summary>
    public GoldenParts Filter(GoldenParts parts)
    {
        var heldOut = options.HeldOutPrompts.Select(PromptText.Normalize).ToHashSet(StringComparer.Ordinal);
        var heldOutShingles = heldOut.Select(MinHash.Shingles).ToArray();
        var all = parts.All.ToArray();
        foreach (var entry in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            entry.Shingles = MinHash.Shingles(entry.Prompt);
        }

        var boilerplate = new Boilerplate([.. all.Select(entry => entry.Shingles), .. heldOutShingles]);
        foreach (var entry in all)
        {
            entry.Shingles = boilerplate.Strip(entry.Shingles);
        }

        var measured = new NearIndex(options.NearDuplicate);
        foreach (var shingles in heldOutShingles)
        {
            measured.Add(boilerplate.Strip(shingles));
        }

        foreach (var entry in parts.Eval)
        {
            measured.Add(entry.Shingles);
        }

        var calibration = WithoutLeaks(parts.Calibration, measured, heldOut);
        foreach (var entry in calibration)
        {
            measured.Add(entry.Shingles);
        }

        return new(WithoutNear(WithoutLeaks(parts.Train, measured, heldOut)), calibration, parts.Eval);
    }

    private List<GoldenEntry> WithoutLeaks(List<GoldenEntry> entries, NearIndex measured, HashSet<string> heldOut) =>
        entries.FindAll(entry =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (!heldOut.Contains(entry.Prompt) && measured.Find(entry.Shingles).Count == 0) || Drop(DropReason.Leak, entry);
        });

    private List<GoldenEntry> WithoutNear(List<GoldenEntry> train)
    {
        var index = new NearIndex(options.NearDuplicate);
        foreach (var entry in train)
        {
            index.Add(entry.Shingles);
        }

        var kept = new bool[train.Count];
        for (var i = 0; i < train.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var near = index.Find(train[i].Shingles);
            kept[i] = options.Task == DistillTask.Classification && IsOutvoted(train, i, near) ? Drop(DropReason.Contradiction, train[i])
                : near.Count(other => other < i && kept[other]) < options.MaxPerGroup || Drop(DropReason.NearDuplicate, train[i]);
        }

        return [.. train.Where((_, i) => kept[i])];
    }

    /// <summary>
    /// True where its near prompts have another answer as often as this one's. What feedback vouches for only gives way to such.
    /// </summary>
    private static bool IsOutvoted(List<GoldenEntry> train, int self, List<int> near)
    {
        var example = train[self].Example;
        var voters = near.Where(other => other != self && (!example.IsVerified || train[other].Example.IsVerified))
            .Select(other => train[other].Example);
        var (same, others) = (example.Count, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var voter in voters)
        {
            if (voter.Answer == example.Answer)
            {
                same += voter.Count;
            }
            else
            {
                others[voter.Answer] = others.GetValueOrDefault(voter.Answer) + voter.Count;
            }
        }

        return others.Count > 0 && others.Values.Max() >= same;
    }

    /// <summary>Always false: it is not kept.</summary>
    private bool Drop(DropReason reason, GoldenEntry entry)
    {
        dropped.Add(reason, entry.Example.OutcomeId, entry.Example.Count);
        return false;
    }
}
