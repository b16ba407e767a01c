namespace Freehold.Inference.Vetting;

/// <summary>Bounds of what is taken, and what the caller knows of a model.</summary>
public sealed record VettingOptions
{
    /// <summary>Most files.</summary>
    public int MaxFiles { get; init; } = 2_000;

    /// <summary>Most bytes of all files together.</summary>
    public long MaxTotalBytes { get; init; } = 512L << 30;

    /// <summary>The licence as the caller knows it, by its SPDX name; it takes precedence over the model's own word.</summary>
    public string? Licence { get; init; }

    /// <summary>Where the model came from, as the caller knows it: a URL, a repository.</summary>
    public string? Source { get; init; }

    /// <summary>A tokenizer for a model that has none of its own.</summary>
    public string? TokenizerPath { get; init; }

    /// <summary>Tokens that each probe of the smoke test generates; 0: it is not run, which people are told.</summary>
    public int SmokeTokens { get; init; } = 24;
}
