namespace Freehold.Core.Distillation.Golden;

/// <summary>
/// Bounds the parts. In training, classes too rare to be learned are left to the teacher, and none has more than its share; calibration and
/// eval keep the proportions of the traffic, which they are to tell about.
/// </summary>
internal sealed class ClassBalance(CuratorOptions options, DropLog dropped)
{
    /// <summary>The bounded parts and the classes that are too rare.</summary>
    public (GoldenParts Parts, List<string> Rare) Bound(GoldenParts parts, bool hasClasses)
    {
        var counts = parts.Train.CountBy(entry => entry.Example.Answer, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var rare = !hasClasses ? [] : parts.All.Select(entry => entry.Example.Answer).Distinct(StringComparer.Ordinal)
            .Where(name => name != options.OutOfScope && counts.GetValueOrDefault(name) < options.MinPerClass)
            .ToHashSet(StringComparer.Ordinal);
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var train = parts.Train.FindAll(entry =>
        {
            var name = entry.Example.Answer;
            taken[name] = taken.GetValueOrDefault(name) + 1;
            return (!rare.Contains(name) || Drop(DropReason.RareClass, entry))
                && (!hasClasses || taken[name] <= options.MaxPerClass || Drop(DropReason.Full, entry));
        });
        return (new(train, Cut(parts.Calibration), Cut(parts.Eval)), [.. rare.Order(StringComparer.Ordinal)]);
    }

    private List<GoldenEntry> Cut(List<GoldenEntry> part)
    {
        foreach (var entry in part.Skip(options.MaxHeldOut))
        {
            Drop(DropReason.Full, entry);
        }

        return [.. part.Take(options.MaxHeldOut)];
    }

    private bool Drop(DropReason reason, GoldenEntry entry)
    {
        dropped.Add(reason, entry.Example.OutcomeId, entry.Example.Count);
        return false;
    }
}
