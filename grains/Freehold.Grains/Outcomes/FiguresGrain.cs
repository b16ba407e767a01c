using Freehold.Contracts.Outcomes;
using Freehold.Core.Outcomes;
using Freehold.Storage.Outcomes;
using Microsoft.Extensions.Logging;

namespace Freehold.Grains.Outcomes;

/// <inheritdoc cref="IFiguresGrain"/>
[ImplicitStreamSubscription(OutcomeStreams.Outcomes)]
public sealed class FiguresGrain(
    [PersistentState(StateNames.Figures, StateNames.Storage)] IPersistentState<FiguresState> state,
    IOutcomeLog log,
    TimeProvider time,
    ILogger<FiguresGrain> logger)
    : OutcomeViewGrain<FiguresState>(state, log, StoreDelay, EventsBetweenStores, logger), IFiguresGrain
{
    /// <summary>So many events may be counted before figures and checkpoint are stored.</summary>
    public const int EventsBetweenStores = 5_000;

    /// <summary>So long after a count, figures and checkpoint are stored.</summary>
    public static readonly TimeSpan StoreDelay = TimeSpan.FromSeconds(5);

    private RollingFigures _figures = new();

    /// <inheritdoc/>
    public Task<FiguresSnapshot> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Snapshot());

    /// <inheritdoc/>
    public async Task<FiguresSnapshot> CatchUpAsync(CancellationToken cancellationToken)
    {
        await ReadLogAsync(cancellationToken);
        return Snapshot();
    }

    /// <inheritdoc/>
    protected override void Restore(FiguresState stored) => _figures = RollingFiguresFormat.Read(stored.Figures);

    /// <inheritdoc/>
    protected override FiguresState ToState() => new() { Checkpoints = [.. Checkpoints], Figures = RollingFiguresFormat.Write(_figures) };

    /// <inheritdoc/>
    protected override void TakeIn(LogEvent logged, LoggedOutcome? lookedUp)
    {
        foreach (var sample in AttemptSamples.Of(logged))
        {
            _figures.Add(sample);
        }
    }

    private FiguresSnapshot Snapshot() => new()
    {
        Sequence = Checkpoints.Sum(),
        WindowSeconds = (int)RollingFigures.Window.TotalSeconds,
        Models = [.. _figures.At(time.GetUtcNow()).Select(figures => new ModelFigures
        {
            Model = figures.Candidate,
            Requests = figures.Requests,
            Errors = figures.Errors,
            LatencyP95Ms = figures.LatencyP95Ms,
            MeanConfidence = figures.MeanConfidence,
            CostMicroUsd = figures.CostMicroUsd,
            PromptTokens = figures.PromptTokens,
            CompletionTokens = figures.CompletionTokens,
            ErrorsInARow = figures.ErrorsInARow,
        })],
    };
}
