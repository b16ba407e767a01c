using System.Runtime.CompilerServices;
using Freehold.Contracts.Providers;
using Freehold.Contracts.Telemetry;

namespace Freehold.Grains.Providers;

/// <inheritdoc cref="IProviderGrain"/>
/// <remarks>
/// The grain counts and limits; the call itself runs outside of its turns, so that the work of one request never delays another's.
/// </remarks>
[Reentrant]
public sealed class ProviderGrain(ProviderDirectory directory, TimeProvider time) : Grain, IProviderGrain
{
    private ProviderEndpoint? _endpoint;
    private string _name = "";
    private readonly HashSet<string> _completing = new(StringComparer.Ordinal);
    private int _inFlight;
    private int _maxInFlight;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = ProviderId.Parse(this.GetPrimaryKeyString()).Name;
        _endpoint = directory.Find(_name);
        _maxInFlight = Math.Max(1, (_endpoint?.Options.MaxInFlight ?? 0) / ProviderId.ShardCount);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ProviderReply> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        Tracing.IsOn ? TraceAsync(request, cancellationToken) : CallAsync(request, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ProviderBatch> StreamAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var batches = ReadAsync(request, cancellationToken);
        return Tracing.IsOn ? ProviderTrace.RunAsync(_name, _endpoint, request, batches, cancellationToken) : batches;
    }

    /// <inheritdoc/>
    public Task<bool> IsCompletingAsync(string responseId, CancellationToken cancellationToken) =>
        Task.FromResult(_completing.Contains(responseId));

    private Task<ProviderReply> TraceAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        ProviderTrace.RunAsync(_name, _endpoint, request, () => CallAsync(request, cancellationToken));

    private async Task<ProviderReply> CallAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (Refuse() is { } fault)
        {
            return new ProviderReply { Fault = fault };
        }

        _inFlight++;
        _completing.Add(request.ResponseId);
        try
        {
            return await ProviderCall.CompleteAsync(_endpoint!, request, time, cancellationToken);
        }
        finally
        {
            _completing.Remove(request.ResponseId);
            _inFlight--;
        }
    }

    private async IAsyncEnumerable<ProviderBatch> ReadAsync(
        ProviderRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Refuse() is { } fault)
        {
            yield return new ProviderBatch { Fault = fault, Usage = ProviderUsageMeter.Nothing };
            yield break;
        }

        _inFlight++;
        try
        {
            await foreach (var batch in ProviderStream.ReadAsync(_endpoint!, request, time, cancellationToken))
            {
                yield return batch;
            }
        }
        finally
        {
            _inFlight--;
        }
    }

    private ProviderFault? Refuse()
    {
        if (_endpoint is null)
        {
            DeactivateOnIdle();
            return new ProviderFault
            {
                Kind = ProviderFaultKind.NotConfigured,
                Detail = $"no provider '{_name}' is configured on this silo; add it under Freehold:Providers:{_name}",
            };
        }

        return _inFlight < _maxInFlight ? null : new ProviderFault
        {
            Kind = ProviderFaultKind.RateLimited,
            Detail = $"{_endpoint.Options.MaxInFlight} requests are in flight to it from this silo, the most that Freehold:Providers:{_name}:MaxInFlight allows",
            RetryAfterMs = 1_000,
        };
    }
}
