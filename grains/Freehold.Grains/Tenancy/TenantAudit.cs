using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;
using Freehold.Storage.Audit;

namespace Freehold.Grains.Tenancy;

/// <summary>What the audit chain says of a change to a tenant. The detail is how the thing is afterwards, without anything secret.</summary>
internal static class TenantAudit
{
    /// <summary>Longest policy that an entry holds as it is, in characters.</summary>
    private const int MaxDocumentLength = 8_000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AuditRecord Created(TenantProfile profile) => Record(
        profile.CreatedAt, AuditActions.TenantCreated, profile.Tenant, new() { ["display_name"] = profile.DisplayName });

    /// <summary>A key that was put where <paramref name="before"/> was, or where none was.</summary>
    public static AuditRecord KeyPut(ApiKeyRecord? before, ApiKeyRecord key, DateTimeOffset at)
    {
        var detail = DetailOf(key);
        if (before is null)
        {
            return Record(at, AuditActions.KeyCreated, key.KeyId, detail);
        }

        detail["new_secret"] = before.SecretHash != key.SecretHash;
        return Record(at, AuditActions.KeyReplaced, key.KeyId, detail);
    }

    public static AuditRecord KeyRevoked(ApiKeyRecord key, DateTimeOffset at) =>
        Record(at, AuditActions.KeyRevoked, key.KeyId, DetailOf(key));

    /// <summary>The whole document where it is short; of a longer one the hash, by which whoever has it can show that it is the one.</summary>
    public static AuditRecord PolicySet(TenantPolicy policy, DateTimeOffset at) => Record(at, AuditActions.PolicySet, "policy", new()
    {
        ["version"] = policy.Version,
        ["default_label"] = policy.DefaultLabel.ToString(),
        ["zones"] = new JsonArray([.. policy.Zones.Select(rule => new JsonObject
        {
            ["label"] = rule.Label.ToString(),
            ["zones"] = new JsonArray([.. rule.Zones.Select(zone => JsonValue.Create(zone))]),
        })]),
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policy.Document!))),
        ["document"] = policy.Document!.Length <= MaxDocumentLength ? policy.Document : null,
    });

    private static JsonObject DetailOf(ApiKeyRecord key) => new()
    {
        ["name"] = key.Name,
        ["roles"] = key.Roles.ToString(),
        ["revoked"] = key.RevokedAt is not null,
    };

    private static AuditRecord Record(DateTimeOffset at, string action, string subject, JsonObject detail) => new()
    {
        OperationId = $"op-{Guid.CreateVersion7(at):N}",
        At = at,
        Actor = Name(Actor.Current),
        Action = action,
        Subject = Name(subject),
        Detail = Bounded(detail.ToJsonString(Readable)),
    };

    /// <summary>A change must not fail because its subject has a name that the chain does not take: ids of keys are the caller's choice.</summary>
    private static string Name(string text)
    {
        var clean = new string([.. text.EnumerateRunes().Take(AuditBounds.MaxNameLength / 2)
            .SelectMany(rune => (Rune.IsControl(rune) ? Rune.ReplacementChar : rune).ToString())]);
        return clean.Length > 0 ? clean : "?";
    }

    /// <summary>What is too long for an entry is named by its hash: whoever has the text can show that it is the one.</summary>
    private static string Bounded(string detail)
    {
        var utf8 = Encoding.UTF8.GetBytes(detail);
        return utf8.Length <= AuditBounds.MaxDetailBytes
            ? detail
            : new JsonObject { ["bytes"] = utf8.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(utf8)) }.ToJsonString();
    }
}
