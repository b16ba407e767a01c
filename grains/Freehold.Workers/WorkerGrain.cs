using System.Runtime.CompilerServices;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Telemetry;
using Freehold.Contracts.Tenancy;
using Freehold.Inference;
using Freehold.Inference.Adapters;
using Freehold.Inference.Training;
using Freehold.Workers.Students;

namespace Freehold.Workers;

/// <inheritdoc cref="IWorkerGrain"/>
[Reentrant]
public sealed class WorkerGrain(EngineHost engines, StudentAdapters students, TrainingGate training, TimeProvider time) : Grain, IWorkerGrain
{
    /// <inheritdoc/>
    public IAsyncEnumerable<TokenBatch> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken)
    {
        var batches = RunAsync(request, cancellationToken);
        return Tracing.IsOn ? WorkerTrace.RunAsync(this.GetPrimaryKeyString(), request, batches, cancellationToken) : batches;
    }

    /// <inheritdoc/>
    public async Task<EmbedAnswer> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (engines.FindEmbedder(request.Model) is not { } engine)
        {
            return RefuseToEmbed(
                GenerateRefusalKind.ModelNotLoaded,
                $"model '{request.Model}' is not loaded for embeddings on worker '{this.GetPrimaryKeyString()}'.");
        }

        if (request.Dimensions is { } dimensions && dimensions != engine.Dimensions)
        {
            return RefuseToEmbed(
                GenerateRefusalKind.NotSupported,
                $"'dimensions' is {dimensions}, and model '{request.Model}' makes vectors of {engine.Dimensions}. Leave it out.",
                "dimensions");
        }

        using var urgent = training.Enter();
        var texts = new EmbeddingRequest { Texts = request.Texts, TokenIds = request.TokenIds };
        return await engine.EmbedAsync(texts, cancellationToken) switch
        {
            EmbeddingsMade made => new EmbedAnswer { Vectors = made.Vectors, PromptTokens = made.PromptTokens, QueueTimeMs = made.QueueMs },
            EmbeddingsRefused refused => new EmbedAnswer { Refusal = ToRefusal(refused.Refusal).Refusal },
            var other => throw new InvalidOperationException($"An engine's outcome {other.GetType().Name} is not known here."),
        };
    }

    private static EmbedAnswer RefuseToEmbed(GenerateRefusalKind kind, string detail, string? parameter = null) =>
        new() { Refusal = new GenerateRefusal { Kind = kind, Detail = detail, Parameter = parameter } };

    private async IAsyncEnumerable<TokenBatch> RunAsync(
        GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var urgent = training.Enter();
        using var use = engines.Use(request.Model);
        if (use is null)
        {
            yield return Refuse(GenerateRefusalKind.ModelNotLoaded, $"model '{request.Model}' is not loaded on worker '{this.GetPrimaryKeyString()}'.");
            yield break;
        }

        var engine = use.Engine;
        var (adapter, missing) = await FindAdapterAsync(use, request, cancellationToken);
        if (missing is not null)
        {
            yield return Refuse(GenerateRefusalKind.NotSupported, missing);
            yield break;
        }

        if (ChatPrompt.Write(request, engine, time, out var prompt) is { } fault)
        {
            yield return Refuse(GenerateRefusalKind.NotSupported, fault);
            yield break;
        }

        var generation = GenerateMapping.ToGeneration(request, prompt) with { Adapter = adapter };
        await foreach (var next in engine.GenerateAsync(generation, cancellationToken))
        {
            yield return next switch
            {
                GeneratedTokens tokens => GenerateMapping.ToBatch(tokens) with { AdapterDigest = request.AdapterDigest ?? adapter?.Digest },
                GenerationFinished { Reason: FinishReason.Cancelled } => throw new OperationCanceledException(cancellationToken),
                GenerationFinished finished => new TokenBatch
                {
                    Choice = finished.Index,
                    Finish = ToFinish(use, request, finished),
                    AdapterDigest = request.AdapterDigest ?? finished.AdapterDigest,
                },
                GenerationRefused refused => ToRefusal(refused.Refusal),
                _ => throw new InvalidOperationException($"An engine's event {next.GetType().Name} is not known here."),
            };
        }
    }

    private async ValueTask<(LoraAdapter? Adapter, string? Missing)> FindAdapterAsync(
        ModelSlot.Use use, GenerateRequest request, CancellationToken cancellationToken) =>
        request.AdapterDigest is { } digest
            ? await students.FindAsync(use.Engine, request.Model, TenantId.Parse(request.Tenant), digest, cancellationToken)
        : request.Adapter is not { } name ? (null, null)
        : use.Adapters is { } library ? await library.FindAsync(request.Tenant, name, cancellationToken)
        : (null, $"model '{request.Model}' has no folder for adapters; set Freehold:Models:{request.Model}:Adapters.");

    private static GenerateFinish ToFinish(ModelSlot.Use use, GenerateRequest request, GenerationFinished finished)
    {
        use.Speed.Add(finished.Timings, finished.Usage);
        GenAiMetrics.RecordGeneration(
            new GenAiOperation(WorkerTrace.OperationOf(request), GenAiMetrics.OwnProvider, request.Model),
            finished.Timings.TotalMs,
            finished.Timings.FirstTokenMs,
            finished.Usage.CompletionTokens);
        return new GenerateFinish
        {
            Reason = finished.Reason == FinishReason.Length ? "length" : "stop",
            PromptTokens = finished.Usage.PromptTokens,
            CompletionTokens = finished.Usage.CompletionTokens,
            QueueTimeMs = finished.Timings.QueueMs,
            ModelDigest = use.Engine.Info.WeightsSha256,
            CachedPromptTokens = finished.Usage.CachedPromptTokens,
        };
    }

    private static TokenBatch ToRefusal(EngineRefusal refusal) => refusal switch
    {
        QueueFullRefusal full => Refuse(GenerateRefusalKind.QueueFull, full.Message, full.RetryAfterMs),
        ContextTooLongRefusal or InputTooLongRefusal => Refuse(GenerateRefusalKind.ContextTooLong, refusal.Message),
        EngineStoppingRefusal => Refuse(GenerateRefusalKind.ModelNotLoaded, refusal.Message),
        InvalidRequestRefusal invalid => Refuse(
            GenerateRefusalKind.NotSupported, invalid.Message, parameter: GenerateMapping.ParameterOf(invalid)),
        _ => Refuse(GenerateRefusalKind.NotSupported, refusal.Message),
    };

    private static TokenBatch Refuse(GenerateRefusalKind kind, string detail, int retryAfterMs = 0, string? parameter = null) =>
        new() { Refusal = new GenerateRefusal { Kind = kind, Detail = detail, RetryAfterMs = retryAfterMs, Parameter = parameter } };
}
