namespace Freehold.Core.Signing;

/// <summary>Bounds of what is read before anything of it is trusted.</summary>
public static class SigningBounds
{
    /// <summary>Largest bundle, in bytes.</summary>
    public const int MaxBundleBytes = 32 << 20;

    /// <summary>Most files of one model.</summary>
    public const int MaxResources = 50_000;

    /// <summary>Longest name of a file, in characters.</summary>
    public const int MaxNameLength = 1_024;

    /// <summary>Most paths that a signature leaves out.</summary>
    public const int MaxIgnoredPaths = 1_000;

    /// <summary>Most certificates in a bundle.</summary>
    public const int MaxCertificates = 10;

    /// <summary>Largest file of keys or certificates, in bytes.</summary>
    public const int MaxKeyFileBytes = 1 << 20;

    /// <summary>Most differences that a refusal names.</summary>
    public const int MaxNamedDifferences = 3;
}
