using Microsoft.Extensions.Options;

namespace Freehold.Storage.Artifacts;

/// <summary>Bounds of the store of artifacts.</summary>
public sealed class ArtifactStoreOptions
{
    /// <summary>Largest artifact, in MiB; over it, a put is refused.</summary>
    /// <value>Default 64; 1 to 4,096.</value>
    public int MaxArtifactMebibytes { get; set; } = 64;

    internal long MaxArtifactBytes => (long)MaxArtifactMebibytes << 20;
}

/// <summary>Says which option is out of its range, what it is, and what it may be.</summary>
internal sealed class ArtifactStoreOptionsValidator : IValidateOptions<ArtifactStoreOptions>
{
    private const int Max = 4_096;

    public ValidateOptionsResult Validate(string? name, ArtifactStoreOptions options) => options.MaxArtifactMebibytes is >= 1 and <= Max
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"{nameof(ArtifactStoreOptions)}.{nameof(options.MaxArtifactMebibytes)} is {options.MaxArtifactMebibytes}; set it to 1 to {Max}.");
}
