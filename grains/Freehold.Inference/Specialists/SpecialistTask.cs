namespace Freehold.Inference.Specialists;

/// <summary>What a specialist answers with.</summary>
public enum SpecialistTask
{
    /// <summary>One label of a closed set.</summary>
    Classification = 0,

    /// <summary>A JSON object whose text values are copied from the request.</summary>
    Extraction = 1,
}
