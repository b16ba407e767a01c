using System.Text;
using Freehold.Client.Http;
using Freehold.Wire.Admin;
using Freehold.Wire.Audit;

namespace Freehold.Client;

/// <summary>Administration: tenants, their keys, policies and audit chains, and the catalog. Every call needs an admin's key.</summary>
public sealed partial class FreeholdAdmin
{
    private static readonly AdminJson Json = AdminJson.Default;
    private readonly Transport _transport;

    internal FreeholdAdmin(Transport transport) => (_transport, Registry) = (transport, new FreeholdRegistry(transport));

    /// <summary>Versions of models and of students.</summary>
    public FreeholdRegistry Registry { get; }

    /// <summary>Makes a tenant.</summary>
    public async Task<TenantView> CreateTenantAsync(CreateTenantRequest request, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, "/admin/tenants", Transport.Json(request, Json.CreateTenantRequest), null,
            Json.TenantView, cancellationToken)).Value;

    /// <summary>All tenants, oldest first.</summary>
    public Task<TenantList> ListTenantsAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/admin/tenants", Json.TenantList, cancellationToken);

    /// <summary>One tenant.</summary>
    public Task<TenantView> GetTenantAsync(string tenant, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(tenant), Json.TenantView, cancellationToken);

    /// <summary>Makes a key. The answer is the only place where its secret ever stands.</summary>
    public async Task<NewKeyView> CreateKeyAsync(string tenant, CreateKeyRequest request, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, PathOf(tenant) + "/keys", Transport.Json(request, Json.CreateKeyRequest), null,
            Json.NewKeyView, cancellationToken)).Value;

    /// <summary>All keys of a tenant without their secrets, revoked ones included, oldest first.</summary>
    public Task<KeyList> ListKeysAsync(string tenant, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(tenant) + "/keys", Json.KeyList, cancellationToken);

    /// <summary>Ends a key.</summary>
    public async Task RevokeKeyAsync(string tenant, string keyId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        var path = $"{PathOf(tenant)}/keys/{Uri.EscapeDataString(keyId)}";
        (await _transport.SendAsync(HttpMethod.Delete, path, null, null, cancellationToken)).Dispose();
    }

    /// <summary>Removes what was said in one exchange, where it is kept to train with; its outcome stays. How many there were: 1 or 0.</summary>
    public async Task<int> ForgetTranscriptAsync(string tenant, string responseId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(responseId);
        var path = $"{PathOf(tenant)}/transcripts/{Uri.EscapeDataString(responseId)}";
        return (await _transport.SendAsync(HttpMethod.Delete, path, null, null, Json.ForgottenView, cancellationToken)).Value.Transcripts;
    }

    /// <summary>The same for every exchange of a workload; how many there were.</summary>
    public async Task<int> ForgetTranscriptsAsync(string tenant, string workload, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(workload);
        var path = $"{PathOf(tenant)}/transcripts?workload={Uri.EscapeDataString(workload)}";
        return (await _transport.SendAsync(HttpMethod.Delete, path, null, null, Json.ForgottenView, cancellationToken)).Value.Transcripts;
    }

    /// <summary>The policy in force.</summary>
    public Task<PolicyView> GetPolicyAsync(string tenant, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(tenant) + "/policy", Json.PolicyView, cancellationToken);

    /// <summary>Puts a policy in force; one that is not valid is refused with all of its faults, and the old one stays.</summary>
    /// <param name="tenant">Whose policy.</param>
    /// <param name="document">The policy, in YAML or JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The policy with its new version.</returns>
    public async Task<PolicyView> SetPolicyAsync(string tenant, string document, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Put, PathOf(tenant) + "/policy", new StringContent(document, Encoding.UTF8, "application/yaml"), null,
            Json.PolicyView, cancellationToken)).Value;

    /// <summary>The learned weights of a tenant's routing: which are in force, which were, and why.</summary>
    public Task<RoutingVersionsView> ListRoutingVersionsAsync(string tenant, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(tenant) + "/routing/versions", Json.RoutingVersionsView, cancellationToken);

    /// <summary>Takes back the version of the weights that is in force; its predecessor is in force then, or none.</summary>
    /// <param name="tenant">Whose weights.</param>
    /// <param name="version">The version in force; the call is refused where it is another one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<RoutingVersionsView> RollBackRoutingAsync(
        string tenant, string version, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(
            HttpMethod.Post, PathOf(tenant) + "/routing/rollback",
            Transport.Json(new RollbackRequest { Version = version }, Json.RollbackRequest), null,
            Json.RoutingVersionsView, cancellationToken)).Value;

    /// <summary>Entries of a tenant's audit chain.</summary>
    public Task<AuditList> ListAuditAsync(string tenant, AuditFilter? filter = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{PathOf(tenant)}/audit{filter?.ToQuery()}", Json.AuditList, cancellationToken);

    /// <summary>Has a tenant's audit chain computed again, and finds the first entry that does not fit.</summary>
    /// <param name="tenant">Whose chain.</param>
    /// <param name="head">The head of an earlier verification that was noted elsewhere, <c>SEQUENCE:HASH</c>; null: none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<AuditVerificationView> VerifyAuditAsync(
        string tenant, string? head = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{PathOf(tenant)}/audit/verify{QueryText.Of(("head", head))}", Json.AuditVerificationView, cancellationToken);

    /// <summary>Everything that could answer, with its figures.</summary>
    public Task<CatalogView> GetCatalogAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/admin/models", Json.CatalogView, cancellationToken);

    private static string PathOf(string tenant)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        return "/admin/tenants/" + Uri.EscapeDataString(tenant);
    }
}
