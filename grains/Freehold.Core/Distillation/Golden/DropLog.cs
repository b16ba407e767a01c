namespace Freehold.Core.Distillation.Golden;

/// <summary>Counts what is dropped, and keeps a few ids of each reason.</summary>
internal sealed class DropLog
{
    /// <summary>Ids that are kept of each reason.</summary>
    public const int MaxExamples = 5;

    private readonly SortedDictionary<DropReason, (int Count, List<string> Examples)> _dropped = [];

    public void Add(DropReason reason, string outcomeId, int count = 1)
    {
        var (before, examples) = _dropped.TryGetValue(reason, out var found) ? found : (0, []);
        if (examples.Count < MaxExamples)
        {
            examples.Add(outcomeId);
        }

        _dropped[reason] = (before + count, examples);
    }

    public IReadOnlyList<DroppedCandidates> ToList() =>
        [.. _dropped.Select(pair => new DroppedCandidates(pair.Key, pair.Value.Count, pair.Value.Examples))];
}
