namespace Freehold.Inference.Specialists.Features;

/// <summary>
/// Hashes of features (FNV-1a, finished as MurmurHash3 does). They are part of a file's meaning: a change is a new
/// <see cref="TextFeatures.Version"/>.
/// </summary>
internal static class FeatureHash
{
    public const uint Start = 2166136261;

    private const uint Prime = 16777619;

    public static uint Add(uint hash, uint value) => (hash ^ value) * Prime;

    /// <summary>Small letters; the simple mapping of Unicode, one character at a time.</summary>
    public static uint Fold(char sign) =>
        sign >= 128 ? char.ToLowerInvariant(sign) : char.IsAsciiLetterUpper(sign) ? (uint)(sign | 0x20) : sign;

    /// <summary>A feature's name; never 0, which means an empty place in tables.</summary>
    /// <param name="salt">Tells features of different kinds with the same hash apart.</param>
    /// <param name="hash">What was hashed so far.</param>
    public static uint Finish(uint salt, uint hash)
    {
        hash ^= salt * 0x9E3779B1u;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        hash ^= hash >> 16;
        return hash == 0 ? 1 : hash;
    }
}
