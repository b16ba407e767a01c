using System.Text.Json.Nodes;
using Freehold.Contracts.Registry;

namespace Freehold.Grains.Registry;

/// <summary>What a command comes to: a refusal, nothing to do, or another state with what the audit chain says of it.</summary>
internal sealed record RegistryChange
{
    /// <summary>How the command ends.</summary>
    public required RegistryResult Result { get; init; }

    /// <summary>The state afterwards; null where nothing changes.</summary>
    public RegistryState? After { get; init; }

    /// <summary>The action in the audit chain.</summary>
    public string Action { get; init; } = "";

    /// <summary>The version that it is about.</summary>
    public string Digest { get; init; } = "";

    /// <summary>What more the chain says.</summary>
    public JsonObject Detail { get; init; } = [];

    /// <summary>Nothing to do: it is so already.</summary>
    public static RegistryChange Nothing(RegistryState state) =>
        new() { Result = new RegistryResult { Status = RegistryStatus.Done, Current = state.Current } };

    /// <summary>A refusal.</summary>
    public static RegistryChange Refused(RegistryState state, RegistryStatus status, string detail) =>
        new() { Result = new RegistryResult { Status = status, Detail = detail, Current = state.Current } };

    /// <summary>There is no such version.</summary>
    public static RegistryChange NoSuch(RegistryState state, string digest) => Refused(
        state, RegistryStatus.NoSuchVersion,
            $"No version {Short(digest)} is registered under this name; list its versions to see which are.");

    /// <summary>A change.</summary>
    public static RegistryChange To(RegistryState after, string action, string digest, JsonObject? detail = null) => new()
    {
        Result = new RegistryResult { Status = RegistryStatus.Done, Current = after.Current },
        After = after with { Revision = after.Revision + 1 },
        Action = action,
        Digest = digest,
        Detail = detail ?? [],
    };

    /// <summary>The first digits of a digest, for messages; a stranger's text stays short.</summary>
    public static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;
}
