using System.Diagnostics;
using System.Runtime.CompilerServices;
using Freehold.Contracts.Providers;
using Freehold.Contracts.Telemetry;

namespace Freehold.Grains.Providers;

/// <summary>
/// The provider grain's own span: from the call until the upstream's answer is whole. That of its HTTP request is below it. Used only
/// where somebody listens, so that a call costs nothing more where nobody does.
/// </summary>
internal static class ProviderTrace
{
    public static async Task<ProviderReply> RunAsync(
        string provider, ProviderEndpoint? endpoint, ProviderRequest request, Func<Task<ProviderReply>> call)
    {
        using var span = Start(provider, endpoint, request);
        var reply = await call();
        if (reply.Fault is { } fault)
        {
            span.Fail(fault.Kind.ToErrorType());
        }

        return reply;
    }

    public static async IAsyncEnumerable<ProviderBatch> RunAsync(
        string provider,
        ProviderEndpoint? endpoint,
        ProviderRequest request,
        IAsyncEnumerable<ProviderBatch> batches,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var span = Start(provider, endpoint, request);
        var isFirst = true;
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            if (isFirst && batch.Fault is null)
            {
                span?.AddEvent(new ActivityEvent(Tracing.FirstTokensEvent));
            }

            isFirst = false;
            if (batch.Fault is { } fault)
            {
                span.Fail(fault.Kind.ToErrorType());
            }

            if (batch.Complete || batch.Fault is not null)
            {
                span?.Stop(); // What the caller does with the last batch is not the provider's time.
            }

            yield return batch;
        }
    }

    private static Activity? Start(string provider, ProviderEndpoint? endpoint, ProviderRequest request)
    {
        var span = Tracing.StartInGrain("provider");
        if (span is { IsAllDataRequested: true })
        {
            span.DisplayName = $"provider {provider}";
            span.SetTag(SpanAttributes.ProviderName, provider)
                .SetTag(SpanAttributes.RequestModel, request.Model)
                .SetTag(SpanAttributes.ServerAddress, endpoint?.BaseUri.Host)
                .SetTag(SpanAttributes.ServerPort, endpoint?.BaseUri.Port);
        }

        return span;
    }
}
