using Freehold.Contracts.Registry;
using Freehold.Core.Signing;

namespace Freehold.Grains.Registry;

/// <summary>What a command may hold. A fault is a sentence for who sent it.</summary>
internal static class RegistryInput
{
    private const int MaxNameLength = 200;
    private const int MaxLocationLength = 1_000;
    private const int MaxDetailLength = 1_000;

    public static string? FaultOf(RegisteredVersion version) =>
        !Sha256Hex.IsOne(version.Digest) ? Digest("digest")
        : !Enum.IsDefined(version.Kind) ? $"'kind' is {(int)version.Kind}, which no kind of version has."
        : version.Parents.Length > RegisteredVersion.MaxParents ? $"'parents' has over {RegisteredVersion.MaxParents} entries."
        : !version.Parents.All(Sha256Hex.IsOne) ? Digest("parents")
        : version.Parents.Contains(version.Digest) ? "'parents' has the version itself."
        : version.Run is { } run && FaultOfName(run, "'run'") is { } fault ? fault
        : !IsDigestOrNull(version.EvalReport) ? Digest("eval_report")
        : !IsDigestOrNull(version.Signature) ? Digest("signature")
        : !IsDigestOrNull(version.VettingReport) ? Digest("vetting_report")
        : version.Location is { } place && (place.Length is 0 or > MaxLocationLength || place.Any(char.IsControl))
            ? $"'location' must be a path of 1 to {MaxLocationLength} characters without control characters."
        : null;

    public static string? FaultOf(RolloutNote note) => FaultOfName(note.OperationId, "'operation_id'")
        ?? FaultOfName(note.Stage, "'stage'");

    public static string? FaultOfName(string name, string what) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => c is > ' ' and < '\x7f')
            ? null
            : $"{what} must have 1 to {MaxNameLength} visible ASCII characters.";

    /// <summary>A note with as much of its words as is kept.</summary>
    public static RolloutNote Bounded(RolloutNote note) =>
        note.Detail.Length <= MaxDetailLength ? note : note with { Detail = note.Detail[..MaxDetailLength] };

    private static bool IsDigestOrNull(string? text) => text is null || Sha256Hex.IsOne(text);

    private static string Digest(string field) => $"'{field}' must be a SHA-256 in lower-case hex: 64 of 0-9 and a-f.";
}
