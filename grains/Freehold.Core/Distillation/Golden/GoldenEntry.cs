namespace Freehold.Core.Distillation.Golden;

/// <summary>An example on its way through the curator.</summary>
internal sealed class GoldenEntry(GoldenExample example, DateTimeOffset at)
{
    /// <summary>The example.</summary>
    public GoldenExample Example { get; set; } = example;

    /// <summary>When its request came.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>The prompt as it is compared.</summary>
    public string Prompt { get; } = PromptText.Normalize(example.Prompt);

    /// <summary>Shingles of the prompt; those that say something, once that is known.</summary>
    public ulong[] Shingles { get; set; } = [];

    /// <summary>Where it falls, 0 to 1: by its prompt alone, so that it falls there for ever.</summary>
    public double Place => _place ??= StableHash.ToUnit(StableHash.Of(Prompt, SplitSeed));

    // Another one than the rollouts', whose draw by a request's text would else go with the part it falls in.
    private const ulong SplitSeed = 0x601D;

    private double? _place;
}
