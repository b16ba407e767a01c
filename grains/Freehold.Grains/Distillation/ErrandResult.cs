namespace Freehold.Grains.Distillation;

/// <summary>What came of asking somebody outside about a student's answers.</summary>
/// <param name="Digest">The artifact with what was said; null where it cannot be had now.</param>
/// <param name="Fault">Why not, in words.</param>
internal sealed record ErrandResult(string? Digest, string? Fault)
{
    public static ErrandResult Done(string digest) => new(digest, null);

    public static ErrandResult Failed(string fault) => new(null, fault);
}
