using System.Runtime.CompilerServices;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Telemetry;

namespace Freehold.Workers;

/// <summary>The worker grain's own span: from the call until the engine's last token. Used only where somebody listens.</summary>
internal static class WorkerTrace
{
    /// <summary>The operation's name in OpenTelemetry's conventions for GenAI.</summary>
    public static string OperationOf(GenerateRequest request) => request.Messages is null ? "text_completion" : "chat";

    public static async IAsyncEnumerable<TokenBatch> RunAsync(
        string worker, GenerateRequest request, IAsyncEnumerable<TokenBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var span = Tracing.StartInGrain("generate")?
            .SetTag(SpanAttributes.Worker, worker)
            .SetTag(SpanAttributes.RequestModel, request.Model);
        var hasTokens = false;
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            if (!hasTokens && batch.Tokens > 0)
            {
                hasTokens = true;
                span?.AddEvent(new(Tracing.FirstTokensEvent));
            }

            if (batch.Finish is { } finish)
            {
                span?.SetTag(SpanAttributes.QueueTimeMs, finish.QueueTimeMs)
                    .SetTag(SpanAttributes.InputTokens, finish.PromptTokens)
                    .SetTag(SpanAttributes.OutputTokens, finish.CompletionTokens)
                    .Stop(); // What the caller does with the last batch is not the worker's time.
            }
            else if (batch.Refusal is { } refusal)
            {
                span.Fail(refusal.Kind.ToErrorType());
                span?.Stop();
            }

            yield return batch;
        }
    }
}
