namespace Freehold.Core.Distillation.Golden;

/// <summary>The three parts on their way.</summary>
internal sealed record GoldenParts(List<GoldenEntry> Train, List<GoldenEntry> Calibration, List<GoldenEntry> Eval)
{
    /// <summary>All entries of all parts.</summary>
    public IEnumerable<GoldenEntry> All => Train.Concat(Calibration).Concat(Eval);

    /// <summary>
    /// Splits by the prompts' hashes. Eval lies at one end and calibration at the other: whatever comes to the set later, an example stays
    /// where it is, and where a share is changed, none goes from one of the two to the other. As every prompt falls by itself, each class
    /// is split in the same proportions but for chance.
    /// </summary>
    public static GoldenParts Split(IEnumerable<GoldenEntry> entries, CuratorOptions options)
    {
        var parts = new GoldenParts([], [], []);
        foreach (var entry in entries.OrderBy(entry => entry.Place).ThenBy(entry => entry.Example.OutcomeId, StringComparer.Ordinal))
        {
            var part = entry.Place < options.EvalShare ? parts.Eval
                : entry.Place >= 1 - options.CalibrationShare ? parts.Calibration
                : parts.Train;
            part.Add(entry);
        }

        return parts;
    }
}
