using Freehold.Contracts.Audit;
using Freehold.Contracts.Tenancy;

namespace Freehold.Storage.Tests.Audit;

/// <summary>Records for tests.</summary>
internal static class Records
{
    public static readonly TenantId Acme = TenantId.Parse("acme");

    public static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_904_281_689_123);

    public static AuditRecord Of(int number) => new()
    {
        OperationId = $"op-{number}",
        At = At.AddSeconds(number),
        Actor = "default/admin",
        Action = AuditActions.KeyCreated,
        Subject = $"key-{number}",
        Detail = $$"""{"name":"Schlüssel {{number}}"}""",
    };
}
