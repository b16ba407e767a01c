using System.Text.Json.Serialization;
using Freehold.Wire.Audit;
using Freehold.Wire.Ledger;
using Freehold.Wire.Outcomes;
using Freehold.Wire.Routing;

namespace Freehold.Wire.Admin;

/// <summary>JSON of Freehold's own endpoints: snake_case names, absent fields left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreateTenantRequest))]
[JsonSerializable(typeof(TenantView))]
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(NewKeyView))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(PolicyView))]
[JsonSerializable(typeof(PolicyErrorEnvelope))]
[JsonSerializable(typeof(CatalogView))]
[JsonSerializable(typeof(RoutingVersionsView))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(DistillationList))]
[JsonSerializable(typeof(DistillationView))]
[JsonSerializable(typeof(StudentCommand))]
[JsonSerializable(typeof(DistillationCommandView))]
[JsonSerializable(typeof(DistillationReportView))]
[JsonSerializable(typeof(ForgottenView))]
[JsonSerializable(typeof(OutcomeList))]
[JsonSerializable(typeof(OutcomeView))]
[JsonSerializable(typeof(LedgerView))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(RouteExplanation))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(AuditVerificationView))]
public sealed partial class AdminJson : JsonSerializerContext;
