namespace Freehold.Inference.Vetting;

/// <summary>What a finding comes to.</summary>
public enum VettingSeverity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>People must look at it before they approve.</summary>
    Review,

    /// <summary>The model is not taken.</summary>
    Refused,
}

/// <summary>Something that was found in a model.</summary>
/// <param name="Severity">What it comes to.</param>
/// <param name="Check">Which check found it: <c>files</c>, <c>code</c>, <c>tensors</c>, <c>size</c>, <c>licence</c>, <c>provenance</c>,
/// <c>template</c>, <c>smoke</c>.</param>
/// <param name="Where">The file.</param>
/// <param name="What">What it is, in one sentence.</param>
public sealed record VettingFinding(VettingSeverity Severity, string Check, string Where, string What);
