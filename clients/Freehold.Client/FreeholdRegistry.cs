using Freehold.Client.Http;
using Freehold.Wire.Registry;

namespace Freehold.Client;

/// <summary>
/// The registry of versions. A name without a tenant is a model of the installation; with one it is the tenant's student for that workload.
/// Every call needs an admin's key.
/// </summary>
public sealed class FreeholdRegistry
{
    private static readonly RegistryJson Json = RegistryJson.Default;
    private readonly Transport _transport;

    internal FreeholdRegistry(Transport transport) => _transport = transport;

    /// <summary>Everything that is kept under a name.</summary>
    public Task<RegistryView> ListAsync(string name, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(name, tenant) + "/versions", Json.RegistryView, cancellationToken);

    /// <summary>Registers an import of a model; it is in quarantine until others approve it.</summary>
    public async Task<RegistryView> RegisterAsync(string model, RegisterVersionRequest request,
        CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, PathOf(model, null) + "/versions", Transport.Json(request, Json.RegisterVersionRequest), null,
            Json.RegistryView, cancellationToken)).Value;

    /// <summary>Approves a version in the name of the key's holder.</summary>
    public Task<RegistryView> ApproveAsync(string name, string digest, string? tenant = null,
        CancellationToken cancellationToken = default) =>
        DoAsync(HttpMethod.Post, PathOf(name, tenant, digest) + "/approve", cancellationToken);

    /// <summary>Freezes a version for ever.</summary>
    public Task<RegistryView> FreezeAsync(string name, string digest, string? tenant = null,
        CancellationToken cancellationToken = default) =>
        DoAsync(HttpMethod.Post, PathOf(name, tenant, digest) + "/freeze", cancellationToken);

    /// <summary>Freezes a model's name to a version for ever.</summary>
    public Task<RegistryView> PinAsync(string model, string digest, CancellationToken cancellationToken = default) =>
        DoAsync(HttpMethod.Post, PathOf(model, null, digest) + "/pin", cancellationToken);

    /// <summary>Makes a version of a model the current one.</summary>
    public Task<RegistryView> MakeCurrentAsync(string model, string digest, CancellationToken cancellationToken = default) =>
        DoAsync(HttpMethod.Post, PathOf(model, null, digest) + "/current", cancellationToken);

    /// <summary>Takes a version out of the registry.</summary>
    public Task<RegistryView> DropAsync(string name, string digest, string? tenant = null, CancellationToken cancellationToken = default) =>
        DoAsync(HttpMethod.Delete, PathOf(name, tenant, digest), cancellationToken);

    /// <summary>Makes the version of a model current that was so before.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">The version that is taken back; null: whichever is current.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<RegistryView> RollBackAsync(string model, string? version = null, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, PathOf(model, null) + "/rollback",
            Transport.Json(new RollBackVersionRequest { Version = version }, Json.RollBackVersionRequest), null,
            Json.RegistryView, cancellationToken)).Value;

    /// <summary>What led to a version, data first.</summary>
    public Task<LineageView> GetLineageAsync(string name, string digest, string? tenant = null,
        CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(name, tenant, digest) + "/lineage", Json.LineageView, cancellationToken);

    private async Task<RegistryView> DoAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        (await _transport.SendAsync(method, path, null, null, Json.RegistryView, cancellationToken)).Value;

    private static string PathOf(string name, string? tenant)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var place = tenant is null ? "/admin/models/" : $"/admin/tenants/{Uri.EscapeDataString(tenant)}/students/";
        return place + Uri.EscapeDataString(name);
    }

    private static string PathOf(string name, string? tenant, string digest)
    {
        ArgumentException.ThrowIfNullOrEmpty(digest);
        return $"{PathOf(name, tenant)}/versions/{Uri.EscapeDataString(digest)}";
    }
}
