using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Redaction;
using Freehold.Gateway.Admin;
using Freehold.Gateway.Admission;
using Freehold.Gateway.Audit;
using Freehold.Gateway.Authentication;
using Freehold.Gateway.Calls;
using Freehold.Gateway.Economics;
using Freehold.Gateway.Http;
using Freehold.Gateway.Inference;
using Freehold.Gateway.Inference.Students;
using Freehold.Gateway.Outcomes;
using Freehold.Gateway.Routing;
using Freehold.Gateway.Training;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Freehold.Gateway;

/// <summary>Puts the HTTP edge into an application.</summary>
public static class GatewayServices
{
    /// <summary>Registers what the edge needs; the host registers <see cref="IGrainFactory"/>.</summary>
    public static IServiceCollection AddFreeholdGateway(this IServiceCollection services)
    {
        services.AddFreeholdHealth();
        services.AddOptions<GatewayOptions>().BindConfiguration("Freehold:Gateway").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GrainRetry>().AddSingleton<CompletionWatch>().AddSingleton<KeyAuthenticator>().AddSingleton<AccessGate>();
        services.TryAddSingleton<TextAnalyzer>();
        services.AddSingleton<LabelAnalyzer>().AddSingleton<LogRedactor>().AddSingleton<OneWayRedactor>().AddSingleton<TenantPolicies>().AddSingleton<RequestLabeler>();
        services.AddSingleton<OutcomeRecorder>().AddSingleton<ResponseWriter>();
        services.AddSingleton<Conversations>().AddSingleton<RequestRouter>().AddSingleton<TextAnswers>().AddSingleton<RuleAttempt>();
        services.AddSingleton<SpecialistCalls>().AddSingleton<AdapterCalls>().AddSingleton<StudentShadows>().AddSingleton<StudentTexts>().AddSingleton<SpecialistAttempt>();
        services.AddSingleton<LocalAttempt>().AddSingleton<EmbedAttempt>().AddSingleton<ProviderAttempt>().AddSingleton<AnswerPipeline>();
        services.AddSingleton<ChatRequests>().AddSingleton<RouteExplainApi>();
        services.AddSingleton<ChatCompletionsApi>().AddSingleton<CompletionsApi>().AddSingleton<EmbeddingsApi>().AddSingleton<ModelsApi>();
        services.AddSingleton<FeedbackApi>().AddSingleton<OutcomesApi>().AddSingleton<LedgerApi>().AddSingleton<AuditApi>().AddSingleton<TranscriptsApi>();
        services.AddSingleton<TenantsApi>().AddSingleton<KeysApi>().AddSingleton<PolicyApi>().AddSingleton<RoutingVersionsApi>().AddSingleton<CatalogApi>();
        services.AddSingleton<DistillationApi>().AddSingleton<VersionsApi>();
        return services;
    }

    /// <summary>Registers the health checks and the orderly end, for a process that serves nothing else too.</summary>
    public static IServiceCollection AddFreeholdHealth(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<DrainOptions>().BindConfiguration("Freehold:Drain").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Drain>().AddSingleton<HealthApi>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        return services;
    }

    /// <summary>Maps the health checks alone.</summary>
    public static void MapFreeholdHealth(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGet("/healthz", HealthApi.HealthAsync);
        app.MapGet("/readyz", app.Services.GetRequiredService<HealthApi>().ReadyAsync);
    }

    /// <summary>Maps every endpoint of the API.</summary>
    public static void MapFreeholdGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<RequestIdMiddleware>();
        var api = app.Services;
        var gate = api.GetRequiredService<AccessGate>();
        app.MapInference(api, gate);
        app.MapAdmin(api, gate);
        app.MapFreeholdHealth();
        app.MapFallback("{*path}", context => context.WriteErrorAsync(WireErrors.UnknownUrl(context.Request.Method, context.Request.Path)));
    }

    private static void MapInference(this IEndpointRouteBuilder routes, IServiceProvider api, AccessGate gate)
    {
        routes.MapPost("/v1/chat/completions", gate.ForInference(api.GetRequiredService<ChatCompletionsApi>().PostAsync));
        routes.MapPost("/v1/completions", gate.ForInference(api.GetRequiredService<CompletionsApi>().PostAsync));
        routes.MapPost("/v1/embeddings", gate.ForInference(api.GetRequiredService<EmbeddingsApi>().PostAsync));
        routes.MapPost("/v1/route/explain", gate.ForInference(api.GetRequiredService<RouteExplainApi>().PostAsync));
        routes.MapGet("/v1/models", gate.ForInference(api.GetRequiredService<ModelsApi>().ListAsync));
        routes.MapPost("/v1/feedback", gate.ForInference(api.GetRequiredService<FeedbackApi>().PostAsync));
        routes.MapGet("/v1/outcomes", gate.ForInference(api.GetRequiredService<OutcomesApi>().ListAsync));
        routes.MapGet("/v1/ledger", gate.ForInference(api.GetRequiredService<LedgerApi>().GetAsync));
    }

    private static void MapAdmin(this IEndpointRouteBuilder routes, IServiceProvider api, AccessGate gate)
    {
        var tenants = api.GetRequiredService<TenantsApi>();
        routes.MapGet("/admin/tenants", gate.ForAdmin("list tenants", tenants.ListAsync));
        routes.MapPost("/admin/tenants", gate.ForAdmin("make a tenant", tenants.CreateAsync));
        routes.MapGet("/admin/tenants/{tenant}", gate.ForAdmin("read a tenant", tenants.GetAsync));
        var keys = api.GetRequiredService<KeysApi>();
        routes.MapGet("/admin/tenants/{tenant}/keys", gate.ForAdmin("list keys", keys.ListAsync));
        routes.MapPost("/admin/tenants/{tenant}/keys", gate.ForAdmin("make a key", keys.CreateAsync));
        routes.MapDelete("/admin/tenants/{tenant}/keys/{keyId}", gate.ForAdmin("revoke a key", keys.RevokeAsync));
        var policy = api.GetRequiredService<PolicyApi>();
        routes.MapGet("/admin/tenants/{tenant}/policy", gate.ForAdmin("read a policy", policy.GetAsync));
        routes.MapPut("/admin/tenants/{tenant}/policy", gate.ForAdmin("change a policy", policy.PutAsync));
        var versions = api.GetRequiredService<RoutingVersionsApi>();
        routes.MapGet("/admin/tenants/{tenant}/routing/versions", gate.ForAdmin("list routing versions", versions.ListAsync));
        routes.MapPost("/admin/tenants/{tenant}/routing/rollback", gate.ForAdmin("roll back a routing version", versions.RollBackAsync));
        routes.MapDistillation(api.GetRequiredService<DistillationApi>(), gate);
        var audit = api.GetRequiredService<AuditApi>();
        routes.MapGet("/admin/tenants/{tenant}/audit", gate.ForAdmin("read an audit chain", audit.ListAsync));
        routes.MapGet("/admin/tenants/{tenant}/audit/verify", gate.ForAdmin("verify an audit chain", audit.VerifyAsync));
        var transcripts = api.GetRequiredService<TranscriptsApi>();
        routes.MapDelete("/admin/tenants/{tenant}/transcripts/{outcomeId}", gate.ForAdmin("forget a transcript", transcripts.ForgetAsync));
        routes.MapDelete("/admin/tenants/{tenant}/transcripts", gate.ForAdmin("forget transcripts", transcripts.ForgetWorkloadAsync));
        routes.MapVersions(api, gate);
        routes.MapGet("/admin/models", gate.ForAdmin("list models", api.GetRequiredService<CatalogApi>().ListAsync));
    }

    private static void MapDistillation(this IEndpointRouteBuilder routes, DistillationApi students, AccessGate gate)
    {
        const string Path = "/admin/tenants/{tenant}/workloads/{workload}/distillation";
        routes.MapGet("/admin/tenants/{tenant}/distillation", gate.ForAdmin("list students", students.ListAsync));
        routes.MapGet(Path, gate.ForAdmin("read how a student stands", students.GetAsync));
        routes.MapGet(Path + "/reports/{digest}", gate.ForAdmin("read a student's report", students.GetReportAsync));
        routes.MapPost(Path + "/run", gate.ForAdmin("train a student", students.RunAsync));
        routes.MapPost(Path + "/promote", gate.ForAdmin("promote a student", students.PromoteAsync));
        routes.MapPost(Path + "/rollback", gate.ForAdmin("roll back a student", students.RollBackAsync));
    }
}
