namespace Freehold.Inference.Vetting;

/// <summary>What the vetting of a model came to.</summary>
public sealed record VettingReport
{
    /// <summary>The path that was looked at.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// <c>refused</c>: it is not taken. <c>review</c>: people must look at the findings. <c>clean</c>: nothing stands out.
    /// </summary>
    public required string Verdict { get; init; }

    /// <summary>SHA-256 of the weights, as engines compute it; null where they could not be read.</summary>
    public string? Digest { get; init; }

    /// <summary>The model's name in its files.</summary>
    public string? Name { get; init; }

    /// <summary>Its family.</summary>
    public string? Family { get; init; }

    /// <summary>Number of weights.</summary>
    public long? Parameters { get; init; }

    /// <summary>Files, and their bytes together.</summary>
    public required int Files { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long Bytes { get; init; }

    /// <summary>The licence that is claimed; null where none is.</summary>
    public string? Licence { get; init; }

    /// <summary>Where it says that it came from, one source a line; the caller's word first.</summary>
    public required IReadOnlyList<string> Provenance { get; init; }

    /// <summary>Everything that the chat template says by itself, the prompts of the probes left out.</summary>
    public required IReadOnlyList<string> TemplateTexts { get; init; }

    /// <summary>What the model answered to the probes of the smoke test.</summary>
    public required IReadOnlyList<string> SmokeAnswers { get; init; }

    /// <summary>What was found, the gravest first.</summary>
    public required IReadOnlyList<VettingFinding> Findings { get; init; }
}
